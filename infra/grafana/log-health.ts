import { health } from '../../src/catalogue/health.ts';
import { type HealthTargets, isTime, REPORT_COLUMNS } from './health-board.ts';
import { asRows, is, pushed } from './log-queries.ts';
import { LOG_STATES, LOG_TARGETS } from './log-targets.ts';

/** The board of the exporter's health in KQL. Alerts are Azure's own, which no query of logs knows. */
export const LOG_HEALTH: HealthTargets = {
  stats: LOG_TARGETS,
  countOf: (metric, by, from) => {
    const key = ['tenant', ...by].join(', ');
    return asRows(
      `${pushed(metric)}\n| summarize worst = max(Sum) by ${key}\n| summarize number = countif(worst >= ${from}), known = count()\n| where known > 0\n| project number`,
    );
  },
  heardOf: asRows(
    `points | where ${is(health.buildInfo)}\n| distinct AppRoleName, tenant\n| count\n| where Count > 0\n| project number = Count`,
  ),
  reports: reports(),
  exporters: asRows(
    `newest
| where isnotempty(exporter)
| summarize State = maxif(Sum, ${is(health.exportSuccess)}), seconds = maxif(Sum, ${is(health.exportLastSuccess)}) by tenant, exporter
| where isnotnull(State)
| project Exporter = exporter, State, ['Last success'] = seconds * 1000, Tenant = tenant
| order by State asc, Exporter asc`,
  ),
  responses: asRows(
    `${pushed(health.graphResponses)}\n| summarize Responses = max(Sum) by Status = tostring(Properties.status)\n| order by Status asc`,
  ),
};

function reports() {
  const values = REPORT_COLUMNS.map(([, metric]) => `${metric.name} = maxif(Sum, ${is(metric)})`);
  const shown = REPORT_COLUMNS.map(([name, { name: metric }, unit]) =>
    isTime(unit) ? `['${name}'] = iff(${metric} > 0, ${metric} * 1000, real(null))` : `['${name}'] = ${metric}`,
  );
  return asRows(
    `${LOG_STATES}, called = take_anyif(tostring(Properties['title']), ${is(health.info)}), why = take_anyif(tostring(Properties.reason), ${is(health.failure)}), ${values.join(', ')} by tenant, report
| where isnotnull(success)
| project Report = iff(isempty(called), report, called), State = iff(excused > 0, 2.0, success), Reason = why, ${shown.join(', ')}, Tenant = tenant
| order by State asc, Report asc`,
  );
}
