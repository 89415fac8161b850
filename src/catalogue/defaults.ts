import type { Column, Common, MetricEntry, Product, Report, ReportEntry, ReportMetric } from './types.ts';

const REPORT_DEFAULTS: Pick<Report, Common> = {
  lifecycle: 'active',
  versions: ['v1.0', 'beta'],
  ifNoneMatch: true,
  staleAfterDays: 6,
};

const METRIC_DEFAULTS: Pick<ReportMetric, 'trend'> = { trend: 'level' };

const COLUMN_DEFAULTS: Pick<Column, 'labels'> = { labels: {} };

/** The reports of a product, with everything that its file leaves out. */
export function reportsOf({ name: product, title: _title, reports, ...common }: Product): readonly Report[] {
  return reports.map((entry) => toReport(product, { ...REPORT_DEFAULTS, ...common, ...entry }));
}

function toReport(product: string, entry: ReportEntry & Pick<Report, Common>): Report {
  return { docs: docsOf(entry), ...entry, product, metrics: entry.metrics.map(toMetric) };
}

function toMetric({ columns, ...metric }: MetricEntry): ReportMetric {
  return { ...METRIC_DEFAULTS, ...metric, columns: columns.map((column) => ({ ...COLUMN_DEFAULTS, ...column })) };
}

/** Microsoft names the pages of Graph's report functions after them. */
function docsOf({ name, versions }: Pick<Report, 'name' | 'versions'>): Report['docs'] {
  const view = versions.includes('v1.0') ? '' : '?view=graph-rest-beta';
  return `https://learn.microsoft.com/graph/api/reportroot-${name.toLowerCase()}${view}`;
}
