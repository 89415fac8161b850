import * as azure from '@grafana/grafana-foundation-sdk/azuremonitor';
import { health } from '../../src/catalogue/health.ts';
import type { MetricDefinition } from '../../src/catalogue/types.ts';
import { tenantActivity, usage } from '../../src/catalogue/usage.ts';
import { NOT_OFFERED } from '../../src/errors/errors.ts';
import { DROP_FROM } from '../../src/history/drops/constants.ts';
import { logHistory, toLogTarget } from './log-history.ts';
import type { OverviewTargets } from './overview.ts';
import type { Target } from './panels.ts';

/**
 * What the last complete push of each role and tenant had: the one that ended with its marker. It is daily, so it is
 * looked for in two days whatever span the dashboard shows.
 */
const NEWEST = [
  'let points = AppMetrics',
  '| where TimeGenerated > ago(2d) and Name startswith "m365_" and isnull(Properties.report_date)',
  '| extend tenant = tostring(Properties.tenant), report = tostring(Properties.report)',
  '| extend column = tostring(Properties.column), item = tostring(Properties.item);',
  `let newest = points | where Name == "${health.lastRun.name}"`,
  '| summarize pushed = max(TimeGenerated) by AppRoleName, tenant',
  '| join kind=inner points on AppRoleName, tenant',
  '| where TimeGenerated between (pushed - 5m .. pushed)',
  '| summarize arg_max(TimeGenerated, Sum, Properties) by Name, AppRoleName, tenant, report, column, item, labels = tostring(Properties);',
].join('\n');

const NOT_OFFERED_TEXT = NOT_OFFERED.map((reason) => `"${reason}"`).join(', ');

/** The overview in KQL, on what the exporter `azure_monitor` sends; `$workspace` is the one behind Application Insights. */
export const LOG_TARGETS: OverviewTargets = {
  drops: asTable(counted(usage.dropScore, `Sum >= ${DROP_FROM}`)),
  failing: asTable(
    [
      'newest',
      `| summarize success = maxif(Sum, ${is(health.pullSuccess)}), excused = countif(${is(health.failure)} and tostring(Properties.reason) in (${NOT_OFFERED_TEXT})) by AppRoleName, tenant, report`,
      '| where isnotnull(success)',
      '| summarize number = countif(success == 0 and excused == 0), known = count()',
      '| where known > 0',
      '| project number',
    ].join('\n'),
  ),
  stale: asTable(counted(health.refreshDue, 'Sum > 0 and unixtime_seconds_todatetime(Sum) < now()')),
  dataAsOf: asTable(`${pushed(health.newestDate)}\n| summarize day = percentile(Sum, 50), known = count()
| where known > 0
| project day = day * 1000`),
  sinceLastRun: asTable(`${pushed(health.lastRun)}\n| summarize newestRun = max(Sum), known = count()
| where known > 0
| project seconds = (now() - unixtime_seconds_todatetime(newestRun)) / 1s`),
  activity: asTable(`${pushed(tenantActivity)}\n| project Sum`),
  hasProductBoards: false,
  dropped: asTable(
    `${columns(usage.dropScore, usage.observed, usage.expected, usage.changeRatio, usage.judgedDate)}
| where m365_usage_drop_score >= ${DROP_FROM}
| project What = called, Observed = m365_usage_observed, Usual = m365_usage_expected, ['Of usual'] = m365_usage_change_ratio, ['Newest day'] = m365_usage_judged_date_timestamp_seconds * 1000
| union (print What = "No data" | where toscalar(newest | count) == 0)
| order by ['Of usual'] asc`,
  ),
  grows: (direction) =>
    asTable(
      `${columns(usage.dropScore, usage.trend)}
| where isnotnull(m365_usage_trend_ratio) and isnotempty(called)
| top 8 by m365_usage_trend_ratio ${direction === 'most' ? 'desc' : 'asc'}
| project What = called, ['Against four weeks before'] = m365_usage_trend_ratio`,
    ),
  historyOf: logHistory,
};

function is({ name }: MetricDefinition): string {
  return `Name == "${name}"`;
}

function pushed(metric: MetricDefinition): string {
  return `newest | where ${is(metric)}`;
}

/** How many fulfil a condition; no answer where there are none to ask. */
function counted(metric: MetricDefinition, condition: string): string {
  return `${pushed(metric)}\n| summarize number = countif(${condition}), known = count()\n| where known > 0\n| project number`;
}

/** A row per column of a report with its title, and each metric under its name. */
function columns(...metrics: readonly MetricDefinition[]): string {
  const values = metrics.map((metric) => `${metric.name} = maxif(Sum, ${is(metric)})`);
  return `newest\n| summarize called = take_anyif(tostring(Properties['title']), ${is(usage.dropScore)}), ${values.join(', ')} by AppRoleName, tenant, report, column, item`;
}

function asTable(query: string): Target {
  return { ...toLogTarget(`${NEWEST}\n${query}`, azure.ResultFormat.Table), isRows: true };
}
