import * as azure from '@grafana/grafana-foundation-sdk/azuremonitor';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { health } from '../../src/catalogue/health.ts';
import type { MetricDefinition, Report, ReportMetric } from '../../src/catalogue/types.ts';
import { tenantActivity, usage } from '../../src/catalogue/usage.ts';
import { latestOf } from '../../src/metrics/to-points.ts';
import type { OverviewTargets } from './overview.ts';
import { legend, linesPanel, type Target, toUnit } from './panels.ts';
import { labelsOf } from './queries.ts';

const DATA_SOURCE = { type: 'grafana-azure-monitor-datasource', uid: '$datasource' };

/**
 * What the last complete push of each role and tenant had: the one that ended with its marker. It is daily, so it is
 * looked for in two days whatever span the dashboard shows.
 */
const NEWEST = [
  'let points = AppMetrics',
  '| where TimeGenerated > ago(2d) and Name startswith "m365_" and isnull(Properties.report_date)',
  '| extend tenant = tostring(Properties.tenant);',
  `let newest = points | where Name == "${health.lastRun.name}"`,
  '| summarize pushed = max(TimeGenerated) by AppRoleName, tenant',
  '| join kind=inner points on AppRoleName, tenant',
  '| where TimeGenerated between (pushed - 5m .. pushed)',
  '| summarize arg_max(TimeGenerated, Sum, Properties) by Name, AppRoleName, tenant, labels = tostring(Properties);',
].join('\n');

/** The overview in KQL, on what the exporter `azure_monitor` sends; `$workspace` is the one behind Application Insights. */
export const LOG_TARGETS: OverviewTargets = {
  failing: asTable(`${pushed(health.pullSuccess)}\n| summarize failing = countif(Sum == 0)`),
  stale: asTable(
    `${pushed(health.refreshDue)}\n| summarize stale = countif(Sum > 0 and unixtime_seconds_todatetime(Sum) < now())`,
  ),
  sinceLastRun: asTable(
    `${pushed(health.lastRun)}\n| summarize seconds = (now() - unixtime_seconds_todatetime(max(Sum))) / 1s`,
  ),
  median: asTable(`${pushed(tenantActivity)}\n| project Sum`),
  changedMost: asTable(tenOf(usage.changeRatio, 'asc')),
  growsLeast: asTable(tenOf(usage.trend, 'asc')),
  growsMost: asTable(tenOf(usage.trend, 'desc')),
  lowestOf: ({ name }) =>
    asTable(`${pushed(usage.changeRatio)}\n| where Properties.report == "${name}"\n| summarize lowest = min(Sum)`),
  newestOf: (report, metric) =>
    asTable(`${pushed(latestOf(metric))}\n| project ${seriesOf(report, metric)}, Sum\n| order by series asc`),
  historyOf: historyPanel,
};

/** Variables for the workspace to query. */
export function withWorkspace(board: dashboard.DashboardBuilder): dashboard.DashboardBuilder {
  const chosen = (name: string, label: string, query: azure.MonitorQuery) =>
    new dashboard.QueryVariableBuilder(name)
      .label(label)
      .datasource(DATA_SOURCE)
      .query({ ...query })
      .refresh(dashboard.VariableRefresh.OnDashboardLoad);
  const subscriptions = new azure.MonitorQueryBuilder().refId('A').queryType(azure.QueryType.SubscriptionsQuery);
  const workspaces = new azure.MonitorQueryBuilder()
    .refId('A')
    .queryType(azure.QueryType.WorkspacesQuery)
    .subscription('$subscription');
  return board
    .withVariable(chosen('subscription', 'Subscription', subscriptions.build()))
    .withVariable(chosen('workspace', 'Log Analytics workspace', workspaces.build()));
}

function pushed({ name }: MetricDefinition): string {
  return `newest | where Name == "${name}"`;
}

/** The first ten columns by a metric. */
function tenOf(metric: MetricDefinition, order: 'asc' | 'desc'): string {
  return [
    pushed(metric),
    `| top 10 by Sum ${order}`,
    '| project name = strcat(Properties.report, " ", Properties.column, " ", Properties.item), Sum',
  ].join('\n');
}

/** A report date is pushed when its value is new or corrected: the last push of each counts. */
function historyPanel(report: Report, metric: ReportMetric) {
  const text = { title: metric.name, description: metric.help };
  const query = [
    `AppMetrics | where $__timeFilter(TimeGenerated) and Name == "${metric.name}"`,
    `| project TimeGenerated, day = todatetime(Properties.report_date), ${seriesOf(report, metric)}, Sum`,
    '| summarize arg_max(TimeGenerated, Sum) by day, series',
    '| project day, series, Sum',
    '| order by day asc',
  ].join('\n');
  return linesPanel(text, toTarget(query, azure.ResultFormat.TimeSeries), toUnit(metric)).legend(
    legend(labelsOf(report, metric).length > 0),
  );
}

function seriesOf(report: Report, metric: ReportMetric): string {
  const labels = labelsOf(report, metric).map((label) => `Properties.${label}`);
  return `series = ${labels.length === 0 ? `"${metric.unit.replace(/[{}]/g, '')}"` : `strcat(${labels.join(', " ", ')})`}`;
}

function asTable(query: string): Target {
  return { ...toTarget(`${NEWEST}\n${query}`, azure.ResultFormat.Table), isRows: true };
}

function toTarget(query: string, format: azure.ResultFormat): Target {
  const logs = new azure.LogsQueryBuilder().query(query).resultFormat(format).resources(['$workspace']);
  return {
    datasource: DATA_SOURCE,
    query: new azure.MonitorQueryBuilder().refId('A').queryType(azure.QueryType.LogAnalytics).azureLogAnalytics(logs),
  };
}
