import * as azure from '@grafana/grafana-foundation-sdk/azuremonitor';
import { health } from '../../src/catalogue/health.ts';
import type { MetricDefinition } from '../../src/catalogue/types.ts';
import { LOGS } from './log-board.ts';
import type { Target } from './panels.ts';

/** What the variable `tenant` chooses: all are a pattern, since Grafana puts its value in as it is. */
export const OF_TENANT = 'tostring(Properties.tenant) matches regex "^($tenant)$"';

/**
 * What the last complete push of each role and tenant had: the one that ended with its marker, a quarter of an hour ago
 * when all of it has arrived, as alerts wait for it too; the first is shown as it comes. Of two roles of a tenant the newer
 * value counts. A push is daily, so it is looked for in two days whatever span the dashboard shows.
 */
const NEWEST = [
  'let points = AppMetrics',
  `| where TimeGenerated > ago(2d) and Name startswith "m365_" and isnull(Properties.report_date) and ${OF_TENANT}`,
  '| extend tenant = tostring(Properties.tenant), report = tostring(Properties.report)',
  '| extend column = tostring(Properties.column), item = tostring(Properties.item), exporter = tostring(Properties.exporter);',
  `let newest = points | where Name == "${health.lastRun.name}"`,
  '| summarize arrived = max(iff(TimeGenerated < ago(15m), TimeGenerated, datetime(null))), pushed = max(TimeGenerated) by AppRoleName, tenant',
  '| extend pushed = coalesce(arrived, pushed)',
  '| join kind=inner points on AppRoleName, tenant',
  '| where TimeGenerated between (pushed - 5m .. pushed)',
  '| summarize arg_max(TimeGenerated, Sum, Properties) by Name, tenant, report, column, item, exporter, labels = tostring(Properties);',
].join('\n');

export function is({ name }: MetricDefinition): string {
  return `Name == "${name}"`;
}

export function pushed(metric: MetricDefinition): string {
  return `newest | where ${is(metric)}`;
}

/** A number made of the values of a metric; no row where there are none. */
export function total(metric: MetricDefinition, made: string): Target {
  return asRows(
    `${pushed(metric)}\n| summarize number = ${made}, known = count()\n| where known > 0\n| project number`,
  );
}

/** A query on `newest`. */
export function asRows(query: string): Target {
  return { ...toLogTarget(`${NEWEST}\n${query}`, azure.ResultFormat.Table), isRows: true };
}

export function toLogTarget(query: string, format: azure.ResultFormat): Target {
  const logs = new azure.LogsQueryBuilder().query(query).resultFormat(format).resources(['$workspace']);
  const monitor = new azure.MonitorQueryBuilder().refId('A').queryType(azure.QueryType.LogAnalytics);
  return { datasource: LOGS, queries: [monitor.azureLogAnalytics(logs)] };
}
