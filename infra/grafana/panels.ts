import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { history, labelsOf, newest } from './queries.ts';

const DATA_SOURCE = { type: 'prometheus', uid: '$datasource' };

/** https://grafana.com/docs/grafana/latest/panels-visualizations/configure-data-links/#field-variables */
const SERIES_NAME = '$' + '{__field.labels.series}';

export const HEIGHT = 8;
const STAT_HEIGHT = 4;

export interface PanelText {
  readonly title: string;
  readonly description: string;
}

/** A metric over its report dates; of a report of a whole period, its newest value per period. */
export function usagePanel(report: Report, metric: ReportMetric) {
  return report.kind === 'whole_period' ? newestPanel(report, metric) : historyPanel(report, metric);
}

/** `report_date` is turned into the time axis: the samples themselves are all of the moment of the scrape. */
export function historyPanel(report: Report, metric: ReportMetric) {
  const isMany = labelsOf(report, metric).length > 0;
  const panel = new timeseries.PanelBuilder()
    .title(metric.name)
    .description(metric.help)
    .datasource(DATA_SOURCE)
    .height(HEIGHT)
    .span(12)
    .unit(toUnit(metric))
    .min(0)
    .drawStyle(common.GraphDrawStyle.Line)
    .showPoints(common.VisibilityMode.Always)
    .fillOpacity(10)
    .displayName(isMany ? SERIES_NAME : metric.unit.replace(/[{}]/g, ''))
    .legend(new common.VizLegendOptionsBuilder().showLegend(isMany).displayMode(common.LegendDisplayMode.List))
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi))
    .withTarget(asTable(history(report, metric)))
    .withTransformation({
      id: 'convertFieldType',
      options: {
        conversions: [
          { targetField: 'report_date', destinationType: 'time', dateFormat: 'YYYY-MM-DD', timezone: 'utc' },
        ],
      },
    })
    .withTransformation({ id: 'organize', options: { excludeByName: { Time: true } } })
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: 'report_date' }] } });
  if (!isMany) return panel;
  return panel.withTransformation({
    id: 'partitionByValues',
    options: { fields: ['series'], keepFields: false, naming: { asLabels: true } },
  });
}

function newestPanel(report: Report, metric: ReportMetric) {
  const isWithPeriod = report.takesPeriod !== false;
  const labels = labelsOf(report, metric).map((label) => `{{${label}}}`);
  return new bargauge.PanelBuilder()
    .title(metric.name)
    .description(isWithPeriod ? `${metric.help} By the length of the period in days.` : metric.help)
    .datasource(DATA_SOURCE)
    .height(HEIGHT)
    .span(12)
    .unit(toUnit(metric))
    .min(0)
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .withTarget(asNow(newest(report, metric), [...labels, ...(isWithPeriod ? ['{{report_period}}'] : [])].join(' ')));
}

/** One number, or one per series. */
export function statPanel(
  { title, description }: PanelText,
  expression: string,
  unit: string,
  steps: readonly (readonly [from: number | null, color: string])[] = [[null, 'text']],
) {
  return new stat.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATA_SOURCE)
    .height(STAT_HEIGHT)
    .span(6)
    .unit(unit)
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Value)
    .thresholds(toThresholds(steps))
    .withTarget(asNow(expression, '__auto'));
}

export function barsPanel({ title, description }: PanelText, expression: string, legend: string) {
  return new bargauge.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATA_SOURCE)
    .height(HEIGHT)
    .span(24)
    .unit('percentunit')
    .min(0)
    .max(2)
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .thresholds(
      toThresholds([
        [null, 'red'],
        [0.6, 'yellow'],
        [0.9, 'green'],
      ]),
    )
    .withTarget(asNow(expression, legend));
}

export function tablePanel({ title, description }: PanelText, expression: string, unit: string) {
  return new table.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATA_SOURCE)
    .height(2 * HEIGHT)
    .span(12)
    .unit(unit)
    .withTarget(asTable(expression))
    .withTransformation({ id: 'organize', options: { excludeByName: { Time: true } } })
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: 'Value', desc: true }] } });
}

function toThresholds(steps: readonly (readonly [from: number | null, color: string])[]) {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(steps.map(([value, color]) => ({ value, color })));
}

function asNow(expression: string, legend: string) {
  return new prometheus.DataqueryBuilder().expr(expression).instant().legendFormat(legend).refId('A');
}

function asTable(expression: string) {
  return asNow(expression, '').format(prometheus.PromQueryFormat.Table);
}

/** https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit */
export function toUnit({ unit }: ReportMetric): string {
  return { By: 'bytes', s: 's' }[unit] ?? 'short';
}
