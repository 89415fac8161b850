import * as azure from '@grafana/grafana-foundation-sdk/azuremonitor';
import { LABEL_TITLES } from '../../src/catalogue/label-titles.ts';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { LOGS } from './log-board.ts';
import type { Target } from './panels.ts';
import { labelsOf } from './queries.ts';

/**
 * A report date is pushed when its value is new or corrected, up to four days after it: the last push of each counts.
 * Where there are several tenants, their sum.
 */
export function logHistory(report: Report, metric: ReportMetric): Target {
  const value = metric.unit === 's' ? 'Sum / 3600' : 'Sum';
  const query = [
    `AppMetrics | where TimeGenerated between ($__timeFrom() .. ($__timeTo() + 4d)) and Name == "${metric.name}"`,
    `| project TimeGenerated, day = todatetime(Properties.report_date), tenant = tostring(Properties.tenant), ${seriesOf(report, metric)}, Sum`,
    '| where day between ($__timeFrom() .. $__timeTo())',
    '| summarize arg_max(TimeGenerated, Sum) by day, series, tenant',
    `| summarize Sum = sum(${value}) by day, series`,
    '| project day, series, Sum',
    '| order by day asc',
  ].join('\n');
  return toLogTarget(query, azure.ResultFormat.TimeSeries);
}

function seriesOf(report: Report, metric: ReportMetric): string {
  const labels = labelsOf(report, metric).map(inWords);
  return `series = ${labels.length === 0 ? `"${metric.title}"` : `strcat(${labels.join(', ", ", ')})`}`;
}

function inWords(label: string): string {
  const spelt = `tostring(Properties.${label})`;
  const titles = LABEL_TITLES[label];
  return titles === undefined ? spelt : `coalesce(tostring(dynamic(${JSON.stringify(titles)})[${spelt}]), ${spelt})`;
}

export function toLogTarget(query: string, format: azure.ResultFormat): Target {
  const logs = new azure.LogsQueryBuilder().query(query).resultFormat(format).resources(['$workspace']);
  const monitor = new azure.MonitorQueryBuilder().refId('A').queryType(azure.QueryType.LogAnalytics);
  return { datasource: LOGS, queries: [monitor.azureLogAnalytics(logs)] };
}
