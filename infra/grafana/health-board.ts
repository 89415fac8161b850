import * as common from '@grafana/grafana-foundation-sdk/common';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { health } from '../../src/catalogue/health.ts';
import type { MetricDefinition } from '../../src/catalogue/types.ts';
import { usage } from '../../src/catalogue/usage.ts';
import { VANISHED_FROM } from '../../src/history/drops/constants.ts';
import { healthStats, type StatTargets } from './health-stats.ts';
import { BLUE, NEUTRAL, nothingAs, STATES, ZERO_IS_GOOD } from './looks.ts';
import { HEIGHT, statPanel, type Target, tablePanel } from './panels.ts';
import { column } from './table-columns.ts';

/** What a board of the exporter's health shows, in the language of a data source. */
export interface HealthTargets {
  readonly stats: StatTargets;
  /** How many of what the labels `by` tell apart have a value of at least `from`; nothing where none has a value. */
  readonly countOf: (metric: MetricDefinition, by: readonly string[], from: number) => Target;
  readonly heardOf: Target;
  /** Columns `Report`, `State`, `Reason` and those of `REPORT_COLUMNS`, failures first; times in milliseconds. */
  readonly reports: Target;
  /** Columns `Exporter`, `State`, `Last success` in milliseconds. */
  readonly exporters: Target;
  /** A number per status. */
  readonly responses: Target;
  /** Columns `Alert` and `Severity`, where the data source judges alerts. */
  readonly alerts?: Target;
}

const REPORT = ['report'];

/** How many there are of what an alert waits for; a time counts from 1 second on. */
const TROUBLES = [
  ['Columns vanished', usage.daysWithoutData, [...REPORT, 'column', 'item'], 'M365UsageVanished', VANISHED_FROM],
  ['Reports with missing columns', health.columnsMissingSince, REPORT, 'M365ReportColumnsMissing', 1],
  ['Reports with unmapped columns', health.columnsUnmappedSince, REPORT, 'M365ReportColumnsUnmapped', 1],
  ['Reports with rejected cells', health.rejectedSince, REPORT, 'M365ReportCellsRejected', 1],
  ['Reports with rejected rows', health.rowsRejectedSince, REPORT, 'M365ReportRowsRejected', 1],
  ['Exporters failing', health.exportFailingSince, ['exporter'], 'M365ExportFailing', 1],
  ['Tenants not onboarded', health.notOnboardedSince, [], 'M365TenantNotOnboarded', 1],
] as const;

const DAY = 'time:YYYY-MM-DD';
const MINUTE = 'time:YYYY-MM-DD HH:mm';

/** Each column but report, state and reason. */
export const REPORT_COLUMNS: readonly (readonly [
  title: string,
  metric: MetricDefinition,
  unit: string,
  width: number,
])[] = [
  ['Data as of', health.newestDate, DAY, 100],
  ['Refreshed', health.refresh, DAY, 100],
  ['Last success', health.lastSuccess, MINUTE, 135],
  ['Failing since', health.failingSince, MINUTE, 140],
  ['Rows', health.rows, 'short', 70],
  ['Empty cells', health.emptyCells, 'short', 95],
  ['Rejected rows', health.rejectedRows, 'short', 110],
  ['Missing columns', health.columnsMissing, 'short', 130],
  ['Unmapped columns', health.columnsUnmapped, 'short', 155],
  ['Seconds', health.pullDuration, 'short', 80],
];

export function isTime(unit: string): boolean {
  return unit.startsWith('time:');
}

/** Does the exporter work, and what does each report lack? */
export function addHealth(board: dashboard.DashboardBuilder, targets: HealthTargets): dashboard.DashboardBuilder {
  for (const panel of healthStats(targets.stats)) board.withPanel(panel);
  for (const [title, metric, by, runbook, from] of TROUBLES) {
    const text = { title, description: metric.help, runbooks: [runbook] };
    const target = targets.countOf(metric, by, from);
    const panel = statPanel(text, target, { unit: 'short', steps: ZERO_IS_GOOD, isHealth: true }).span(6);
    board.withPanel(
      runbook === 'M365ExportFailing' ? panel.noValue(NO_PUSH).mappings(nothingAs('text', NO_PUSH)) : panel,
    );
  }
  board.withPanel(heardOfPanel(targets.heardOf)).withPanel(reportsPanel(targets.reports));
  const width = targets.alerts ? 8 : 12;
  board.withPanel(exportersPanel(targets.exporters).span(width));
  if (targets.alerts) board.withPanel(alertsPanel(targets.alerts).span(width));
  const responses = { title: 'Graph API responses by status', description: health.graphResponses.help };
  const byStatus = statPanel(responses, targets.responses, { unit: 'short', steps: BLUE });
  // A single status, 302 as a rule, would be without its name.
  return board.withPanel(byStatus.textMode(common.BigValueTextMode.ValueAndName).span(width).height(HEIGHT));
}

/** Where an exporter is only scraped. */
const NO_PUSH = 'Push is not used';

function heardOfPanel(target: Target) {
  const description = 'Exporters that have been heard of within an hour, or where points are pushed, within two days.';
  const text = { title: 'Exporters heard of', description, runbooks: ['M365ExporterAbsent'] };
  return statPanel(text, target, { unit: 'short', steps: BLUE, isHealth: true }).span(6);
}

function reportsPanel(target: Target) {
  const description = 'The state of each report, failures first.';
  const panel = tablePanel({ title: 'Reports', description, runbooks: ['M365ReportPullFailing'] }, target)
    .span(24)
    .height(3 * HEIGHT)
    // A report that works has no day since which it fails.
    .mappings(nothingAs('text', '–'))
    .withOverride(column('Report', 'Report', { width: 300 }))
    .withOverride(column('State', 'State', { mappings: STATES, steps: NEUTRAL, width: 80 }));
  for (const [name, , unit, width] of REPORT_COLUMNS) {
    panel.withOverride(column(name, name, { unit, width, ...(name === 'Seconds' && { decimals: 1 }) }));
  }
  return panel;
}

function exportersPanel(target: Target) {
  const text = { title: 'Exporters', description: 'The last push of each.', runbooks: ['M365ExportFailing'] };
  return tablePanel(text, target)
    .noValue(NO_PUSH)
    .withOverride(column('State', 'State', { mappings: STATES, steps: NEUTRAL }))
    .withOverride(column('Last success', 'Last success', { unit: MINUTE }));
}

function alertsPanel(target: Target) {
  const description = 'Where this Prometheus judges the rules of infra/alerts. Each has a runbook of its name.';
  return tablePanel({ title: 'Alerts that fire', description }, target).noValue('No alert fires');
}
