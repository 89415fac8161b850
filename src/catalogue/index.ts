import { groupsReports } from './groups.ts';
import { skypeReports } from './skype.ts';
import { tenantWideReports } from './tenant-wide.ts';
import type { Column, Report, ReportMetric } from './types.ts';

/** Every report the exporter knows. To add one: an entry in its product's file, nothing else. */
export const reports: readonly Report[] = [...skypeReports, ...tenantWideReports, ...groupsReports];

export interface CataloguedColumn {
  readonly metric: ReportMetric;
  readonly column: Column;
}

/** The columns of a report with the metric each one feeds. */
export function columnsOf(report: Report): readonly CataloguedColumn[] {
  return report.metrics.flatMap((metric) => metric.columns.map((column) => ({ metric, column })));
}

/** Whether a report's values depend on the period they were pulled for, so that series and history must name it. */
export function dependsOnPeriod(report: Report): boolean {
  return report.kind === 'whole_period' && report.takesPeriod;
}
