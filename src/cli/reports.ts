import { columnsOf, dependsOnPeriod } from '../catalogue/index.ts';
import { periodsOf } from '../catalogue/periods.ts';
import type { Report } from '../catalogue/types.ts';
import { type Config, readConfig } from '../config.ts';
import { EXIT, type Exit } from './exit.ts';
import { toTable } from './terminal.ts';

/** The catalogue under the current settings, one entry per report and column. */
export async function reports(asJson: boolean): Promise<Exit> {
  const config = readConfig(process.env, 'standalone');
  const entries = config.reports.flatMap((report) => toEntries(report, config));
  process.stdout.write(
    asJson ? `${JSON.stringify(entries, undefined, 2)}\n` : toTable([HEADER, ...entries.map(toRow)]),
  );
  return EXIT.done;
}

type Entry = ReturnType<typeof toEntries>[number];

function toEntries(report: Report, config: Config) {
  return columnsOf(report).map(({ metric, column }) => ({
    report: report.name,
    column: column.header,
    metric: metric.name,
    labels: column.labels,
    unit: metric.unit,
    item: report.item?.label ?? null,
    kind: report.kind,
    periods: periodsOf(report, config),
    period_label: dependsOnPeriod(report),
    trend: metric.trend,
    lifecycle: report.lifecycle,
    versions: report.versions,
  }));
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
