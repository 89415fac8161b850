import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { barsPanel, legend, linesPanel, type PanelText, type Target, tablePanel, toUnit } from './panels.ts';
import { history, labelsOf, newest } from './queries.ts';

const DATA_SOURCE = { type: 'prometheus', uid: '$datasource' };

/** https://grafana.com/docs/grafana/latest/panels-visualizations/configure-data-links/#field-variables */
const SERIES_NAME = '$' + '{__field.labels.series}';

/** A metric over its report dates; of a report of a whole period, its newest value per period. */
export function usagePanel(report: Report, metric: ReportMetric) {
  return report.kind === 'whole_period' ? newestPanel(report, metric) : historyPanel(report, metric);
}

/** `report_date` is turned into the time axis: the samples themselves are all of the moment of the scrape. */
export function historyPanel(report: Report, metric: ReportMetric) {
  const isMany = labelsOf(report, metric).length > 0;
  const text = { title: metric.name, description: metric.help };
  const panel = linesPanel(text, asTable(history(report, metric)), toUnit(metric))
    .displayName(isMany ? SERIES_NAME : metric.unit.replace(/[{}]/g, ''))
    .legend(legend(isMany))
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
  const text = {
    title: metric.name,
    description: isWithPeriod ? `${metric.help} By the length of the period in days.` : metric.help,
  };
  const name = [...labels, ...(isWithPeriod ? ['{{report_period}}'] : [])].join(' ');
  return barsPanel(text, asNow(newest(report, metric), name), toUnit(metric));
}

/** The highest value first. */
export function sortedPanel(text: PanelText, expression: string, unit: string) {
  return tablePanel(text, asTable(expression), unit)
    .withTransformation({ id: 'organize', options: { excludeByName: { Time: true } } })
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: 'Value', desc: true }] } });
}

/** The values of this moment; `name` is what each is called. */
export function asNow(expression: string, name = '__auto'): Target {
  return { datasource: DATA_SOURCE, query: toQuery(expression).legendFormat(name) };
}

function asTable(expression: string): Target {
  return {
    datasource: DATA_SOURCE,
    query: toQuery(expression).legendFormat('').format(prometheus.PromQueryFormat.Table),
  };
}

function toQuery(expression: string) {
  return new prometheus.DataqueryBuilder().expr(expression).instant().refId('A');
}
