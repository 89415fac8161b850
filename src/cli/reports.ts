import type { Report } from '../catalogue/types.ts';
import type { CataloguedColumn } from '../report/columns.ts';
import { columnsOf, dependsOnPeriod, trendOf } from '../report/columns.ts';
import type { PeriodSettings, ReportFile } from '../report/files.ts';
import { filesOf, filesOfColumn } from '../report/files.ts';
import { readSettings } from '../settings/settings.ts';
import { environment } from '../system/environment.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { chosenTenant, type TenantOption } from './one-tenant.ts';
import { toTable } from './terminal.ts';

/** The catalogue under the current settings, one entry per report and column. */
export async function reports(asJson: boolean, options: TenantOption = {}): Promise<Exit> {
  const chosen = await chosenTenant(options);
  const { tenant } = chosen?.open.app.settings ?? readSettings(environment(), 'standalone');
  const entries = tenant.reports.flatMap((report) => toEntries(report, tenant));
  process.stdout.write(
    asJson ? `${JSON.stringify(entries, undefined, 2)}\n` : toTable([HEADER, ...entries.map(toRow)]),
  );
  return EXIT.done;
}

type Entry = ReturnType<typeof toEntries>[number];

function toEntries(report: Report, settings: PeriodSettings) {
  const files = filesOf(report, settings);
  return columnsOf(report).map((entry) => toEntry(report, entry, files));
}

function toEntry(report: Report, entry: CataloguedColumn, files: readonly ReportFile[]) {
  const { metric, column } = entry;
  return {
    report: report.name,
    column: column.header,
    metric: metric.name,
    labels: column.labels,
    unit: metric.unit,
    item: report.item?.label ?? null,
    kind: report.kind,
    periods: filesOfColumn(entry, files).flatMap(({ period }) => period ?? []),
    period_label: dependsOnPeriod(report, metric),
    trend: trendOf(entry),
    lifecycle: report.lifecycle,
    versions: column.versions ?? report.versions,
    stale_after_days: report.staleAfterDays,
    docs: report.docs,
  };
}

const HEADER = ['REPORT', 'COLUMN', 'METRIC', 'UNIT', 'PERIODS', 'LIFECYCLE'];

function toRow({ report, column, metric, labels, unit, periods, lifecycle }: Entry): readonly string[] {
  const text = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return [
    report,
    column,
    `${metric}${text.length > 0 ? `{${text.join(',')}}` : ''}`,
    unit,
    periods.join(','),
    lifecycle,
  ];
}
