import { health } from '../../src/catalogue/health.ts';
import type { MetricDefinition } from '../../src/catalogue/types.ts';
import { tenantActivity, usage } from '../../src/catalogue/usage.ts';
import { NOT_OFFERED } from '../../src/errors/errors.ts';
import { DROP_FROM } from '../../src/history/drops/constants.ts';
import { logHistory } from './log-history.ts';
import { asRows, is, pushed, total } from './log-queries.ts';
import type { OverviewTargets } from './overview.ts';

const NOT_OFFERED_TEXT = NOT_OFFERED.map((reason) => `"${reason}"`).join(', ');

/** A row per report that was pulled: `success`, and `excused` from 1 on where Microsoft does not offer it. */
export const LOG_STATES = [
  'newest',
  `| summarize success = maxif(Sum, ${is(health.pullSuccess)}), excused = countif(${is(health.failure)} and tostring(Properties.reason) in (${NOT_OFFERED_TEXT}))`,
].join('\n');

/** The overview in KQL, on what the exporter `azure_monitor` sends; `$workspace` is the one behind Application Insights. */
export const LOG_TARGETS: OverviewTargets = {
  drops: total(usage.dropScore, `countif(Sum >= ${DROP_FROM})`),
  failing: asRows(
    [
      `${LOG_STATES} by tenant, report`,
      '| where isnotnull(success)',
      '| summarize number = countif(success == 0 and excused == 0), known = count()',
      '| where known > 0',
      '| project number',
    ].join('\n'),
  ),
  stale: total(health.refreshDue, 'countif(Sum > 0 and unixtime_seconds_todatetime(Sum) < now())'),
  dataAsOf: total(health.newestDate, 'percentile(Sum, 50) * 1000'),
  sinceLastRun: asRows(
    `${pushed(health.lastRun)}
| summarize ended = max(Sum) by tenant
| summarize oldest = min(ended), known = count()
| where known > 0
| project seconds = (now() - unixtime_seconds_todatetime(oldest)) / 1s`,
  ),
  activity: total(tenantActivity, 'min(Sum)'),
  hasProductBoards: false,
  dropped: asRows(
    `${columns(usage.dropScore, usage.observed, usage.expected, usage.changeRatio, usage.dropSince, usage.judgedDate)}
| where m365_usage_drop_score >= ${DROP_FROM}
| project What = called, Sum = m365_usage_observed, ['Usual sum'] = m365_usage_expected, ['Of usual'] = m365_usage_change_ratio, Since = m365_usage_drop_since_timestamp_seconds * 1000, ['Judged to'] = m365_usage_judged_date_timestamp_seconds * 1000, Tenant = tenant
| union (print What = "No data" | where toscalar(${pushed(usage.dropScore)} | count) == 0)
| order by ['Of usual'] asc`,
  ),
  changed: (direction) => {
    const [limit, order] = direction === 'Grew' ? ['> 1', 'desc'] : ['< 1', 'asc'];
    return asRows(
      `${columns(usage.dropScore, usage.trend)}
| where m365_usage_trend_ratio ${limit} and isnotempty(called)
| top 8 by m365_usage_trend_ratio ${order}
| project What = called, ['Beside the rest'] = m365_usage_trend_ratio - 1, Tenant = tenant`,
    );
  },
  historyOf: logHistory,
};

/** A row per column of a report with its title, and each metric under its name. */
function columns(...metrics: readonly MetricDefinition[]): string {
  const values = metrics.map((metric) => `${metric.name} = maxif(Sum, ${is(metric)})`);
  return `newest\n| summarize called = take_anyif(tostring(Properties['title']), ${is(usage.dropScore)}), ${values.join(', ')} by tenant, report, column, item`;
}
