import * as azure from '@grafana/grafana-foundation-sdk/azuremonitor';
import { LABEL_TITLES } from '../../src/catalogue/label-titles.ts';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { OF_TENANT, toLogTarget } from './log-queries.ts';
import type { Target } from './panels.ts';
import { labelsOf, ofTenants } from './queries.ts';

/**
 * A report date is pushed when its value is new or corrected, up to four days after it: the last push of each counts.
 * Where there are several tenants, their sum, or of averages the mean.
 */
export function logHistory(report: Report, metric: ReportMetric): Target {
  const value = metric.unit === 's' ? 'Sum / 3600' : 'Sum';
  const query = [
    `AppMetrics | where TimeGenerated between ($__timeFrom() .. ($__timeTo() + 4d)) and Name == "${metric.name}"`,
    `| where ${OF_TENANT}`,
    `| project TimeGenerated, day = todatetime(Properties.report_date), tenant = tostring(Properties.tenant), ${seriesOf(report, metric)}, Sum`,
    '| where day between ($__timeFrom() .. $__timeTo())',
    '| summarize arg_max(TimeGenerated, Sum) by day, series, tenant',
    `| summarize Sum = ${ofTenants(metric)}(${value}) by day, series`,
    '| project day, series, Sum',
    '| order by day asc',
  ].join('\n');
  return toLogTarget(query, azure.ResultFormat.TimeSeries);
}

function seriesOf(report: Report, metric: ReportMetric): string {
  const labels = labelsOf(report, metric).map((label) => inWords(label, metric));
  return `series = ${labels.length === 0 ? `"${metric.title}"` : `strcat(${labels.join(', ", ", ')})`}`;
}

function inWords(label: string, { columns }: ReportMetric): string {
  const spelt = `tostring(Properties.${label})`;
  const values = new Set(columns.flatMap(({ labels }) => labels[label] ?? []));
  const titled = [...values].flatMap((value) => {
    const title = LABEL_TITLES[label]?.[value];
    return title === undefined ? [] : [`${spelt} == "${value}", "${title}"`];
  });
  return titled.length === 0 ? spelt : `case(${titled.join(', ')}, ${spelt})`;
}
