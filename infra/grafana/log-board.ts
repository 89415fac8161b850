import * as azure from '@grafana/grafana-foundation-sdk/azuremonitor';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { health } from '../../src/catalogue/health.ts';
import { emptyBoard, ofAll, WHICH_TENANT } from './board.ts';

/** What the last two days have heard of. */
const TENANTS = [
  `AppMetrics | where TimeGenerated > ago(2d) and Name == "${health.lastRun.name}"`,
  '| distinct tenant = tostring(Properties.tenant)',
].join('\n');

/** Its variable has another name than that of the other dashboards: links carry variables along. */
export const LOGS = { type: 'grafana-azure-monitor-datasource', uid: '$logs' };

/** A dashboard in KQL, with variables for the workspace to query. */
export function logsBoard(name: string, title: string, description: string): dashboard.DashboardBuilder {
  const chosen = (variable: string, label: string, query: azure.MonitorQuery) =>
    new dashboard.QueryVariableBuilder(variable)
      .label(label)
      .datasource(LOGS)
      .query({ ...query })
      .refresh(dashboard.VariableRefresh.OnDashboardLoad);
  const subscriptions = new azure.MonitorQueryBuilder().refId('A').queryType(azure.QueryType.SubscriptionsQuery);
  const workspaces = new azure.MonitorQueryBuilder()
    .refId('A')
    .queryType(azure.QueryType.WorkspacesQuery)
    .subscription('$subscription');
  return emptyBoard(name, title, description)
    .withVariable(new dashboard.DatasourceVariableBuilder('logs').label('Data source').type(LOGS.type))
    .withVariable(chosen('subscription', 'Subscription', subscriptions.build()))
    .withVariable(chosen('workspace', 'Log Analytics workspace', workspaces.build()))
    .withVariable(tenantVariable());
}

/** Of the same name and values as that of the other dashboards, so that links carry it. */
function tenantVariable() {
  const logs = new azure.LogsQueryBuilder().query(TENANTS).resources(['$workspace']);
  const query = new azure.MonitorQueryBuilder()
    .refId('A')
    .queryType(azure.QueryType.LogAnalytics)
    .azureLogAnalytics(logs);
  return ofAll(new dashboard.QueryVariableBuilder('tenant').datasource(LOGS).query({ ...query.build() }))
    .label('Tenant')
    .description(WHICH_TENANT);
}
