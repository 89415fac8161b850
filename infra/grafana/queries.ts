import { health } from '../../src/catalogue/health.ts';
import { LABEL_TITLES } from '../../src/catalogue/label-titles.ts';
import type { MetricDefinition, Report, ReportMetric } from '../../src/catalogue/types.ts';
import { latestOf } from '../../src/metrics/to-points.ts';

/** Each label that tells the series of a metric apart, its date and period aside. */
export function labelsOf({ item }: Report, { columns }: ReportMetric): readonly string[] {
  const ofColumns = columns.flatMap(({ labels }) => Object.keys(labels));
  return [...new Set([...ofColumns, ...(item ? [item.label] : [])])];
}

/**
 * The newest sample of each series, aggregated: two exporters of a tenant, or the one before a restart, give one value.
 * What is pushed once a day is looked for in two days, but only where nothing of the tenant came within the hour.
 */
export function newest(
  by: string,
  metric: MetricDefinition,
  { matchers = '', aggregate = 'max', selector: select = selector } = {},
): string {
  const read = (window: string, { name }: MetricDefinition, more = '') =>
    `last_over_time(${name}${select(more)}[${window}])`;
  const late = `${read('2d', metric, matchers)} unless on (tenant) ${read('1h', health.lastRun)}`;
  return `${aggregate} by (${by}) (${read('1h', metric, matchers)} or ${late})`;
}

/**
 * The values of all report dates in the range, with `report_date`, and `series` in words where there are several.
 * A dated series may have one sample for each value it ever had, up to four days after its date: those in the range, and in
 * one that ends four days later. `from` and `to` are the range in milliseconds: a scrape also brings dates before it.
 */
export function history(report: Report, metric: ReportMetric): string {
  const labels = labelsOf(report, metric);
  const all = `last_over_time(${metric.name}${selector()}[$__range] offset -4d) or last_over_time(${metric.name}${selector()}[$__range])`;
  const each = `max by (${['tenant', 'report_date', ...labels].join(', ')}) (${all})`;
  const total =
    labels.length === 0
      ? `${ofTenants(metric)} by (report_date) (${each})`
      : totalInWords(each, metric, labels, 'report_date');
  return `label_replace(label_replace(${inUnit(total, metric)}, "from", "$__from", "", ""), "to", "$__to", "", "")`;
}

/** The newest values of a metric per period, with `series`: its title, or what its labels say in words. */
export function periods(report: Report, metric: ReportMetric): string {
  const labels = labelsOf(report, metric);
  const each = newest(['tenant', 'report_period', ...labels].join(', '), latestOf(metric));
  if (labels.length > 0) return inUnit(totalInWords(each, metric, labels, 'report_period'), metric);
  const total = `${ofTenants(metric)} by (report_period) (${each})`;
  return inUnit(`label_replace(${total}, "series", "${metric.title}", "", "")`, metric);
}

/** Whose series are shown. */
export function selector(more = ''): string {
  return `{${more}tenant=~"$tenant",instance=~"$instance"}`;
}

/** What of several tenants is shown as one. */
export function ofTenants({ isAverage }: ReportMetric): 'avg' | 'sum' {
  return isAverage ? 'avg' : 'sum';
}

function totalInWords(query: string, metric: ReportMetric, labels: readonly string[], by: string): string {
  const names = labels.map((label) => `"${label}"`).join(', ');
  return `${ofTenants(metric)} by (${by}, series) (label_join(${inWords(query, metric)}, "series", ", ", ${names}))`;
}

/** The values of labels as people call them. Those of item columns are Graph's own words already. */
function inWords(query: string, { columns }: ReportMetric): string {
  const spelt = new Map(
    columns.flatMap(({ labels }) =>
      Object.entries(labels).map(([label, value]) => [`"${label}", "${value}"`, LABEL_TITLES[label]?.[value]] as const),
    ),
  );
  return [...spelt].reduce((inner, [pair, title]) => {
    const [label] = pair.split(',');
    return title === undefined ? inner : `label_replace(${inner}, ${label}, "${title}", ${pair})`;
  }, query);
}

/** An axis in seconds would count in weeks. */
function inUnit(query: string, { unit }: ReportMetric): string {
  return unit === 's' ? `${query} / 3600` : query;
}
