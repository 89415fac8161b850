import { health } from '../../src/catalogue/health.ts';
import { asColumns, nameLabel, sortedBy } from './column-tables.ts';
import { type HealthTargets, isTime, REPORT_COLUMNS } from './health-board.ts';
import { STATE, TARGETS } from './overview-targets.ts';
import { newest, selector } from './queries.ts';
import { asNow } from './usage-panels.ts';

const REPORT = 'tenant, report';

/** The board of the exporter's health in PromQL. */
export const HEALTH_TARGETS: HealthTargets = {
  stats: TARGETS,
  countOf: (metric, by, from) => asNow(`sum(${newest(['tenant', ...by].join(', '), metric)} >= bool ${from})`),
  heardOf: asNow(`count(${newest('tenant, job, instance', health.buildInfo)})`),
  reports: reports(),
  exporters: exporters(),
  responses: asNow(newest('status', health.graphResponses), '{{status}}'),
  alerts: alerts(),
};

function reports() {
  const title = nameLabel('Report', 'title', newest(`${REPORT}, title`, health.info));
  const titled = (query: string) => `${query} * on (${REPORT}) group_left (Report) ${title}`;
  const others = REPORT_COLUMNS.map(([name, metric, unit]) => {
    const query = newest(REPORT, metric);
    return [name, titled(isTime(unit) ? `(${query} > 0) * 1000` : query)] as const;
  });
  const failures = titled(nameLabel('Reason', 'reason', newest(`${REPORT}, reason`, health.failure)));
  const columns = { State: titled(STATE), Failures: failures, ...Object.fromEntries(others) };
  const order = ['Report', 'State', 'Reason', ...REPORT_COLUMNS.map(([name]) => name)];
  // Sorting keeps the order of equals: failures first, each state by name.
  return sortedBy(sortedBy(asColumns(columns, order, ['report', 'reason', 'title', 'Failures']), 'Report'), 'State');
}

function exporters() {
  const by = 'tenant, exporter';
  const columns = {
    State: newest(by, health.exportSuccess),
    'Last success': `${newest(by, health.exportLastSuccess)} * 1000`,
  };
  const named = Object.entries(columns).map(([name, query]) => [name, nameLabel('Exporter', 'exporter', query)]);
  return sortedBy(asColumns(Object.fromEntries(named), ['Exporter', ...Object.keys(columns)], ['exporter']), 'State');
}

function alerts() {
  const firing = `ALERTS${selector('alertname=~"M365.*",alertstate="firing",')}`;
  const alert = nameLabel('Alert', 'alertname', `count by (alertname, severity) (${firing})`);
  const query = nameLabel('Severity', 'severity', alert);
  return sortedBy(asColumns({ Number: query }, ['Alert', 'Severity'], ['alertname', 'severity']), 'Severity');
}
