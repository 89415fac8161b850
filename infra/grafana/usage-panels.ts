import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { PROMETHEUS } from './board.ts';
import { byColumn, nameLabel } from './column-tables.ts';
import { HEIGHT, linesPanel, type PanelText, type Target, tablePanel, toUnit } from './panels.ts';
import { history, labelsOf, periods } from './queries.ts';
import { column, organize } from './table-columns.ts';

const DATES = { destinationType: 'time', dateFormat: 'YYYY-MM-DD', timezone: 'utc' };

/** A metric over its report dates. */
export function historyPanel(report: Report, metric: ReportMetric) {
  return linesPanel(
    toText(report, metric),
    asHistory(report, metric),
    toUnit(metric),
    labelsOf(report, metric).length > 0,
  );
}

/** Graph's name and the metric's, for who looks for them. */
export function toText({ name }: Report, { title, help, name: metric }: ReportMetric): PanelText {
  return { title, description: `${help}\n\n${metric} of ${name}` };
}

/** The samples are all of the moment of the query: `report_date` is turned into the time axis, and cut to its range. */
export function asHistory(report: Report, metric: ReportMetric): Target {
  const isMany = labelsOf(report, metric).length > 0;
  const conversions = [
    { targetField: 'report_date', ...DATES },
    { targetField: 'from', destinationType: 'number' },
    { targetField: 'to', destinationType: 'number' },
  ];
  const transformations = [
    { id: 'convertFieldType', options: { conversions } },
    minus('report_date', 'from', 'after'),
    minus('to', 'report_date', 'before'),
    { id: 'filterByValue', options: { type: 'include', match: 'all', filters: ['after', 'before'].map(notNegative) } },
    organize([], ['Time', 'from', 'to', 'after', 'before']),
    { id: 'sortBy', options: { sort: [{ field: 'report_date' }] } },
    ...(isMany ? [PARTITION] : []),
  ];
  return { ...asTable(history(report, metric)), transformations };
}

const PARTITION = {
  id: 'partitionByValues',
  options: { fields: ['series'], keepFields: false, naming: { asLabels: true } },
};

function minus(left: string, right: string, alias: string): dashboard.DataTransformerConfig {
  const byName = (options: string) => ({ matcher: { id: 'byName', options } });
  return {
    id: 'calculateField',
    options: {
      mode: 'binary',
      alias,
      binary: { left: byName(left), operator: '-', right: byName(right) },
      timeSeries: false,
      replaceFields: false,
    },
  };
}

function notNegative(fieldName: string) {
  return { fieldName, config: { id: 'greaterOrEqual', options: { value: 0 } } };
}

/** A report of whole periods as a table: a row per value, a column per period. */
export function periodsPanel(report: Report) {
  const help = report.metrics
    .map(({ help: text, name, isAverage }) => `${text}${isAverage ? MEAN : ''} (${name})`)
    .join('\n\n');
  const union = report.metrics.map((metric) => named(periods(report, metric), report, metric)).join(' or ');
  const text = { title: report.title, description: `${help}\n\n${report.name}` };
  const [name, label] = report.takesPeriod === false ? ['Newest', ''] : ['$1 days', 'report_period'];
  const byPeriod = `label_replace(${union}, "Column", "${name}", "${label}", "(.*)")`;
  // Rows are told apart by their labels, so that a row has no other than its name.
  const rows = `max by (What, Column) (${nameLabel('What', 'series', byPeriod)})`;
  const count = report.metrics.flatMap(({ columns }) => columns).length;
  const isWide = report.metrics.length > 1;
  const panel = tablePanel(text, byColumn(rows, ['What', ...DAYS]))
    .unit('short')
    .span(isWide ? 24 : 12)
    .height(Math.min(count + 3, 2 * HEIGHT))
    .withOverride(column('What', 'What', { width: isWide ? 400 : 220 }));
  for (const days of isWide ? [] : DAYS) panel.withOverride(column(days, days, { width: 110 }));
  return panel;
}

const MEAN = ' Of several tenants the mean of theirs.';

/** As Graph counts them: Copilot's months have 28 days. */
const DAYS = ['7 days', '28 days', '30 days', '90 days', '180 days'];

/** Of several metrics with labels, each row says which; time is in hours. */
function named(query: string, report: Report, metric: ReportMetric): string {
  const short = metric.title.replace(', whole period', '');
  const title = metric.unit === 's' ? `${short} (hours)` : short;
  const value = labelsOf(report, metric).length === 0 ? title : `${title}: $1`;
  return report.metrics.length === 1 ? query : `label_replace(${query}, "series", "${value}", "series", "(.*)")`;
}

/** The values of this moment; `name` is what each is called. */
export function asNow(expression: string, name = '__auto'): Target {
  return { datasource: PROMETHEUS, queries: [toQuery(expression).legendFormat(name)] };
}

/** Dates as rows: the samples of a query as they are. */
function asTable(expression: string): Target {
  return {
    datasource: PROMETHEUS,
    queries: [toQuery(expression).legendFormat('').format(prometheus.PromQueryFormat.Table)],
  };
}

function toQuery(expression: string) {
  return new prometheus.DataqueryBuilder().expr(expression).instant().refId('A');
}
