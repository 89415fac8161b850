import type { MetricDefinition, Report, ReportMetric } from '../../src/catalogue/types.ts';
import { latestOf } from '../../src/metrics/to-points.ts';

/** Each label that tells the series of a metric apart, its date and period aside. */
export function labelsOf({ item }: Report, { columns }: ReportMetric): readonly string[] {
  const ofColumns = columns.flatMap(({ labels }) => Object.keys(labels));
  return [...new Set([...ofColumns, ...(item ? [item.label] : [])])];
}

/** The history of a metric as a table of `report_date`, `series` and value; without `series` where there is only one. */
export function history(report: Report, metric: ReportMetric): string {
  const labels = labelsOf(report, metric);
  if (labels.length === 0) return `max by (report_date) (${read(metric)})`;
  const names = labels.map((label) => `"${label}"`).join(', ');
  return `max by (report_date, series) (label_join(${read(metric)}, "series", " ", ${names}))`;
}

/** The newest values of a metric. */
export function newest(report: Report, metric: ReportMetric): string {
  return `max by (${[...labelsOf(report, metric), 'report_period'].join(', ')}) (${read(latestOf(metric))})`;
}

/** A gauge, as the alert rules read it: a failed scrape blanks no panel. */
export function read({ name }: MetricDefinition, matchers = ''): string {
  return `last_over_time(${name}${matchers}[1h])`;
}
