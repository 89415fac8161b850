import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { health } from '../../src/catalogue/health.ts';
import { products, reports } from '../../src/catalogue/index.ts';
import type { Product } from '../../src/catalogue/types.ts';
import { tenantActivity, usage } from '../../src/catalogue/usage.ts';
import { emptyBoard, numbered } from './board.ts';
import { LOG_TARGETS, withWorkspace } from './log-targets.ts';
import { addOverview, freshness, type OverviewTargets } from './overview.ts';
import { newest, read } from './queries.ts';
import { asNow, historyPanel, sortedPanel, usagePanel } from './usage-panels.ts';

const TARGETS: OverviewTargets = {
  failing: asNow(`count(${read(health.pullSuccess)} == 0) or vector(0)`),
  stale: asNow(`count(time() > (${read(health.refreshDue)} > 0)) or vector(0)`),
  sinceLastRun: asNow(`time() - max(${read(health.lastRun)})`),
  median: asNow(read(tenantActivity)),
  changedMost: asNow(`bottomk(10, ${read(usage.changeRatio)})`, '{{report}} {{column}} {{item}}'),
  growsLeast: asNow(`bottomk(10, ${read(usage.trend)})`, '{{report}} {{column}} {{item}}'),
  growsMost: asNow(`topk(10, ${read(usage.trend)})`, '{{report}} {{column}} {{item}}'),
  lowestOf: ({ name }) => asNow(`min(${read(usage.changeRatio, `{report="${name}"}`)})`),
  newestOf: (report, metric) => asNow(newest(report, metric)),
  historyOf: historyPanel,
};

const OVERVIEW = 'Is everything fresh, what has changed most, and how is each product?';

/** Every dashboard by the name of its file. */
export function toDashboards(): ReadonlyMap<string, dashboard.Dashboard> {
  const all = [
    ['overview', addOverview(emptyBoard('overview', 'overview', OVERVIEW, 'prometheus'), TARGETS)],
    [
      'azure-monitor',
      addOverview(
        withWorkspace(emptyBoard('azure-monitor', 'Azure Monitor', OVERVIEW, 'grafana-azure-monitor-datasource')),
        LOG_TARGETS,
      ),
    ],
    ['exporter-health', exporterHealth()],
    ...products.map((product) => [product.name, ofProduct(product)] as const),
  ] as const;
  return new Map(all.map(([name, board]) => [name, numbered(board.build())]));
}

function ofProduct({ name, title }: Product): dashboard.DashboardBuilder {
  const board = emptyBoard(name, title, 'Every metric of the product by report date.', 'prometheus');
  for (const report of reports.filter((candidate) => candidate.product === name)) {
    const isBeta = !report.versions.includes('v1.0');
    board.withRow(new dashboard.RowBuilder(`${report.name}${isBeta ? ' (beta: select it with REPORTS)' : ''}`));
    for (const metric of report.metrics) board.withPanel(usagePanel(report, metric));
  }
  return board;
}

function exporterHealth(): dashboard.DashboardBuilder {
  const about = 'Does the exporter work, and what does each report lack?';
  const board = emptyBoard('exporter-health', 'exporter health', about, 'prometheus');
  for (const panel of freshness(TARGETS)) board.withPanel(panel);
  for (const [title, key, by, runbook] of AGES) {
    const age = `time() - max by (${by}) (${read(health[key])})`;
    board.withPanel(sortedPanel({ title, description: health[key].help, runbook }, age, 's'));
  }
  for (const [title, key, by, runbook] of TROUBLES) {
    const since = `max by (${by}) (${read(health[key])})`;
    const text = { title, description: health[key].help, runbook };
    board.withPanel(sortedPanel(text, `(time() - ${since}) * (${since} > bool 0)`, 's'));
  }
  for (const [title, key, by, unit, runbook] of TABLES) {
    const text = { title, description: health[key].help, ...(runbook && { runbook }) };
    board.withPanel(sortedPanel(text, `max by (${by}) (${read(health[key])})`, unit));
  }
  return board;
}

const AGES = [
  ['Age of each report', 'refresh', 'report', 'M365ReportStale'],
  ['Age of the newest date', 'newestDate', 'report', 'M365ReportStale'],
  ['Since the last success of each report', 'lastSuccess', 'report', 'M365ReportPullFailing'],
  ['Since the last success of each exporter', 'exportLastSuccess', 'exporter', 'M365ExportFailing'],
] as const;

/** How long something has been wrong: 0 where it is not. */
const TROUBLES = [
  ['How long pulls have failed', 'failingSince', 'report', 'M365ReportPullFailing'],
  ['How long pushes have failed', 'exportFailingSince', 'exporter', 'M365ExportFailing'],
  ['How long columns have been missing', 'columnsMissingSince', 'report', 'M365ReportColumnsMissing'],
  ['How long columns have been unmapped', 'columnsUnmappedSince', 'report', 'M365ReportColumnsUnmapped'],
  ['How long cells have been rejected', 'rejectedSince', 'report', 'M365ReportCellsRejected'],
  ['How long rows have been rejected', 'rowsRejectedSince', 'report', 'M365ReportRowsRejected'],
] as const;

const TABLES = [
  ['Success of each report', 'pullSuccess', 'report', 'short', 'M365ReportPullFailing'],
  ['Cells rejected', 'rejectedCells', 'report, column', 'short', 'M365ReportCellsRejected'],
  ['Rows rejected', 'rejectedRows', 'report', 'short', 'M365ReportRowsRejected'],
  ['Columns missing', 'columnsMissing', 'report', 'short', 'M365ReportColumnsMissing'],
  ['Columns unmapped', 'columnsUnmapped', 'report', 'short', 'M365ReportColumnsUnmapped'],
  ['Duration of each pull', 'pullDuration', 'report', 's', undefined],
  ['Rows', 'rows', 'report', 'short', undefined],
  ['Empty cells', 'emptyCells', 'report', 'short', undefined],
  ['Answers of Graph', 'graphResponses', 'status', 'short', undefined],
  ['Success of each exporter', 'exportSuccess', 'exporter', 'short', 'M365ExportFailing'],
] as const;
