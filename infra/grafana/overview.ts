import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { products } from '../../src/catalogue/index.ts';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { usage } from '../../src/catalogue/usage.ts';
import { LOW_TENANT } from '../../src/history/drops/constants.ts';
import { changePanel, HEIGHT, type Steps, statPanel, type Target, toUnit } from './panels.ts';
import { HEADLINES } from './products.ts';

/** What says whether everything is fresh, in the language of a data source. */
export interface FreshnessTargets {
  readonly failing: Target;
  readonly stale: Target;
  readonly sinceLastRun: Target;
  readonly median: Target;
}

/** What an overview shows, in the language of a data source. */
export interface OverviewTargets extends FreshnessTargets {
  readonly changedMost: Target;
  readonly growsLeast: Target;
  readonly growsMost: Target;
  readonly lowestOf: (report: Report) => Target;
  readonly newestOf: (report: Report, metric: ReportMetric) => Target;
  readonly historyOf: (report: Report, metric: ReportMetric) => timeseries.PanelBuilder;
}

const ZERO_IS_GOOD: Steps = [
  [null, 'green'],
  [1, 'red'],
];

const DROPPED_IS_RED: Steps = [
  [null, 'red'],
  [LOW_TENANT, 'green'],
];

/** Is everything fresh? */
export function freshness({ failing, stale, sinceLastRun, median }: FreshnessTargets) {
  const failingText = {
    title: 'Reports that fail',
    description: 'Reports whose last pull failed; their last good values stay.',
    runbook: 'M365ReportPullFailing',
  };
  const staleText = {
    title: 'Reports that are stale',
    description: 'Reports that Microsoft has not refreshed for longer than usual.',
    runbook: 'M365ReportStale',
  };
  const runText = {
    title: 'Since the last run',
    description: 'M365PullNotRunning fires after 26 hours.',
    runbook: 'M365PullNotRunning',
  };
  const medianText = {
    title: 'The whole tenant against usual',
    description:
      'The median of all columns that count an activity, on the newest report date. Below 60 % it is a holiday, or an outage of everything.',
    runbook: 'M365TenantUsageLow',
  };
  return [
    statPanel(failingText, failing, 'short', ZERO_IS_GOOD),
    statPanel(staleText, stale, 'short', ZERO_IS_GOOD),
    statPanel(runText, sinceLastRun, 's', [
      [null, 'green'],
      [26 * 3600, 'red'],
    ]),
    statPanel(medianText, median, 'percentunit', DROPPED_IS_RED),
  ];
}

/** Is everything fresh, what has changed most, and how is each product? */
export function addOverview(board: dashboard.DashboardBuilder, targets: OverviewTargets): dashboard.DashboardBuilder {
  for (const panel of freshness(targets)) board.withPanel(panel);
  board.withPanel(
    changePanel(
      {
        title: 'What changed most',
        description: `${usage.changeRatio.help} The lowest ten.`,
        runbook: 'M365UsageDropped',
      },
      targets.changedMost,
    ),
  );
  board
    .withPanel(
      changePanel(
        { title: 'What grows least', description: `${usage.trend.help} The lowest ten.` },
        targets.growsLeast,
      ).span(12),
    )
    .withPanel(
      changePanel(
        { title: 'What grows most', description: `${usage.trend.help} The highest ten.` },
        targets.growsMost,
      ).span(12),
    );
  for (const [report, metric] of HEADLINES) {
    const newestText = { title: `Newest ${metric.name}`, description: metric.help };
    const lowestText = {
      title: 'Lowest column against the same weekday',
      description: `${usage.changeRatio.help} The lowest column of ${report.name}.`,
      runbook: 'M365UsageDropped',
    };
    board
      .withRow(new dashboard.RowBuilder(titleOf(report)))
      .withPanel(statPanel(newestText, targets.newestOf(report, metric), toUnit(metric)).height(HEIGHT))
      .withPanel(statPanel(lowestText, targets.lowestOf(report), 'percentunit', DROPPED_IS_RED).height(HEIGHT))
      .withPanel(targets.historyOf(report, metric));
  }
  return board;
}

function titleOf(report: Report): string {
  return products.find(({ name }) => name === report.product)?.title ?? report.product;
}
