import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { health } from '../../src/catalogue/health.ts';
import type { MetricDefinition } from '../../src/catalogue/types.ts';
import { usage } from '../../src/catalogue/usage.ts';
import { VANISHED_FROM } from '../../src/history/drops/constants.ts';
import { metricsBoard } from './board.ts';
import { asColumns, nameLabel, sortedBy } from './column-tables.ts';
import { healthStats } from './health-stats.ts';
import { BLUE, NEUTRAL, STATES, ZERO_IS_GOOD } from './looks.ts';
import { STATE, TARGETS } from './overview-targets.ts';
import { HEIGHT, statPanel, tablePanel } from './panels.ts';
import { newest, selector } from './queries.ts';
import { column } from './table-columns.ts';
import { asNow } from './usage-panels.ts';

const REPORT = 'tenant, report';
const DAY = 'time:YYYY-MM-DD';
const MINUTE = 'time:YYYY-MM-DD HH:mm';

/** Does the exporter work, and what does each report lack? */
export function healthBoard(): dashboard.DashboardBuilder {
  const board = metricsBoard(
    'exporter-health',
    'exporter health',
    'Does the exporter work, what does each report lack?',
  );
  for (const panel of healthStats(TARGETS)) board.withPanel(panel);
  for (const [title, metric, by, runbook, from] of TROUBLES) {
    const target = asNow(`sum(${newest(by, metric)} >= bool ${from})`);
    const text = { title, description: metric.help, runbooks: [runbook] };
    const panel = statPanel(text, target, { unit: 'short', steps: ZERO_IS_GOOD, isHealth: true }).span(6);
    board.withPanel(runbook === 'M365ExportFailing' ? panel.noValue('Nothing is pushed').mappings([]) : panel);
  }
  board.withPanel(answeringPanel());
  board.withPanel(reportsPanel());
  board.withPanel(exportersPanel());
  board.withPanel(alertsPanel());
  board.withPanel(
    statPanel(
      { title: 'Responses of Graph', description: health.graphResponses.help },
      asNow(newest('status', health.graphResponses), '{{status}}'),
      { unit: 'short', steps: BLUE },
    ).span(8),
  );
  return board;
}

/** How many there are of what an alert waits for; a time counts from 1 second on. */
const TROUBLES = [
  ['Columns vanished', usage.daysWithoutData, `${REPORT}, column, item`, 'M365UsageVanished', VANISHED_FROM],
  ['Reports with missing columns', health.columnsMissingSince, REPORT, 'M365ReportColumnsMissing', 1],
  ['Reports with unmapped columns', health.columnsUnmappedSince, REPORT, 'M365ReportColumnsUnmapped', 1],
  ['Reports with rejected cells', health.rejectedSince, REPORT, 'M365ReportCellsRejected', 1],
  ['Reports with rejected rows', health.rowsRejectedSince, REPORT, 'M365ReportRowsRejected', 1],
  ['Exporters failing', health.exportFailingSince, 'tenant, exporter', 'M365ExportFailing', 1],
  ['Tenants not onboarded', health.notOnboardedSince, 'tenant', 'M365TenantNotOnboarded', 1],
] as const;

/** Each column but state and reason. */
const COLUMNS: readonly (readonly [title: string, metric: MetricDefinition, unit: string, width: number])[] = [
  ['Data as of', health.newestDate, DAY, 100],
  ['Refreshed', health.refresh, DAY, 100],
  ['Last success', health.lastSuccess, MINUTE, 140],
  ['Failing since', health.failingSince, MINUTE, 140],
  ['Rows', health.rows, 'short', 70],
  ['Empty cells', health.emptyCells, 'short', 95],
  ['Rejected rows', health.rejectedRows, 'short', 110],
  ['Missing columns', health.columnsMissing, 'short', 130],
  ['Unmapped columns', health.columnsUnmapped, 'short', 150],
  ['Seconds', health.pullDuration, 'short', 80],
];

function answeringPanel() {
  const description = 'Exporters that have been heard of within an hour, or where points are pushed, within two days.';
  const text = { title: 'Exporters heard of', description, runbooks: ['M365ExporterAbsent'] };
  const target = asNow(`count(${newest('tenant, job, instance', health.buildInfo)})`);
  return statPanel(text, target, { unit: 'short', steps: BLUE, isHealth: true }).span(6);
}

function reportsPanel() {
  const title = nameLabel('Report', 'title', newest(`${REPORT}, title`, health.info));
  const titled = (query: string) => `${query} * on (${REPORT}) group_left (Report) ${title}`;
  const others = COLUMNS.map(([name, metric, unit]) => {
    const query = newest(REPORT, metric);
    return [name, titled(unit.startsWith('time:') ? `(${query} > 0) * 1000` : query)] as const;
  });
  const failures = titled(nameLabel('Reason', 'reason', newest(`${REPORT}, reason`, health.failure)));
  const columns = { State: titled(STATE), Failures: failures, ...Object.fromEntries(others) };
  const order = ['Report', 'State', 'Reason', ...COLUMNS.map(([name]) => name)];
  const target = asColumns(columns, order, ['report', 'reason', 'title', 'Failures']);
  const text = { title: 'Reports', description: 'The state of each report, failures first.' };
  const panel = tablePanel({ ...text, runbooks: ['M365ReportPullFailing'] }, sortedBy(target, 'State'));
  panel
    .span(24)
    .height(3 * HEIGHT)
    .withOverride(column('Report', 'Report', { width: 320 }))
    .withOverride(column('State', 'State', { mappings: STATES, steps: NEUTRAL, width: 100 }));
  for (const [name, , unit, width] of COLUMNS) {
    panel.withOverride(column(name, name, { unit, width, ...(name === 'Seconds' && { decimals: 1 }) }));
  }
  return panel;
}

function exportersPanel() {
  const by = 'tenant, exporter';
  const columns = {
    State: newest(by, health.exportSuccess),
    'Last success': `${newest(by, health.exportLastSuccess)} * 1000`,
  };
  const named = Object.entries(columns).map(([name, query]) => [name, nameLabel('Exporter', 'exporter', query)]);
  const text = { title: 'Exporters', description: 'The last push of each.', runbooks: ['M365ExportFailing'] };
  return tablePanel(text, asColumns(Object.fromEntries(named), ['Exporter', ...Object.keys(columns)], ['exporter']))
    .span(8)
    .noValue('Nothing is pushed')
    .withOverride(column('State', 'State', { mappings: STATES, steps: NEUTRAL }))
    .withOverride(column('Last success', 'Last success', { unit: MINUTE }));
}

function alertsPanel() {
  const text = {
    title: 'Alerts that fire',
    description: 'Where this Prometheus judges the rules of infra/alerts. Each has a runbook of its name.',
  };
  const firing = `ALERTS${selector('alertname=~"M365.*",alertstate="firing",')}`;
  const alert = nameLabel('Alert', 'alertname', `count by (alertname, severity) (${firing})`);
  const target = asColumns(
    { Number: nameLabel('Severity', 'severity', alert) },
    ['Alert', 'Severity'],
    ['alertname', 'severity'],
  );
  return tablePanel(text, target).span(8).noValue('No alert fires');
}
