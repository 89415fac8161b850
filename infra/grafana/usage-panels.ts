import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { PROMETHEUS } from './board.ts';
import { linesPanel, type PanelText, type Target, toUnit } from './panels.ts';
import { history, labelsOf } from './queries.ts';
import { organize } from './table-columns.ts';

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
