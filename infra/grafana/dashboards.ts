import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { columnsOf, trendOf } from '../../src/catalogue/columns.ts';
import { health } from '../../src/catalogue/health.ts';
import { reports } from '../../src/catalogue/index.ts';
import { PRODUCTS, type Product, type Report, type ReportMetric } from '../../src/catalogue/types.ts';
import { usage } from '../../src/catalogue/usage.ts';
import { barsPanel, historyPanel, statPanel, tablePanel, usagePanel } from './panels.ts';
import { newest, read } from './queries.ts';

/** Longer than the default window, since reports are late. */
const SPAN = 'now-40d';

/** Every dashboard by the name of its file. */
export function toDashboards(): ReadonlyMap<string, dashboard.Dashboard> {
  const all = [
    ['overview', overview()],
    ['exporter-health', exporterHealth()],
    ...PRODUCTS.map((product) => [product, ofProduct(product)] as const),
  ] as const;
  return new Map(all.map(([name, board]) => [name, numbered(board)]));
}

/** The builder gives panels no number; Grafana's links and annotations go by it. */
function numbered(board: dashboard.Dashboard): dashboard.Dashboard {
  return { ...board, panels: (board.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 })) };
}

function empty(name: string, title: string, description: string) {
  return new dashboard.DashboardBuilder(`Microsoft 365 usage: ${title}`)
    .uid(`m365-usage-${name}`)
    .description(description)
    .tags(['m365-usage'])
    .readonly()
    .timezone('utc')
    .time({ from: SPAN, to: 'now' })
    .refresh('5m')
    .withVariable(new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .link(
      new dashboard.DashboardLinkBuilder('Microsoft 365 usage')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['m365-usage'])
        .asDropdown(true)
        .keepTime(true)
        .includeVars(true),
    );
}

function overview(): dashboard.Dashboard {
  const board = empty('overview', 'overview', 'Is everything fresh, what has changed most, and how is each product?');
  for (const panel of freshness()) board.withPanel(panel);
  board.withPanel(
    barsPanel(
      {
        title: 'What changed most',
        description: `${usage.changeRatio.help} The lowest ten; see the runbook of M365UsageDropped.`,
      },
      `bottomk(10, ${read(usage.changeRatio)})`,
      '{{report}} {{column}} {{item}}',
    ),
  );
  for (const product of PRODUCTS) {
    const headline = headlineOf(product);
    if (headline === undefined) continue;
    const [report, metric] = headline;
    board
      .withRow(new dashboard.RowBuilder(titleOf(product)))
      .withPanel(statPanel(newestText(metric), newest(report, metric), 'short'))
      .withPanel(
        statPanel(
          {
            title: 'Against the same weekday',
            description: `${usage.changeRatio.help} The lowest column of the report.`,
          },
          `min(${read(usage.changeRatio, `{report="${report.name}"}`)})`,
          'percentunit',
          [
            [null, 'red'],
            [0.6, 'green'],
          ],
        ),
      )
      .withPanel(historyPanel(report, metric));
  }
  return board.build();
}

function newestText({ name, help }: ReportMetric) {
  return { title: `Newest ${name}`, description: help };
}

/** The first activity of a product's daily reports; undefined where nothing is judged. */
function headlineOf(product: Product): readonly [Report, ReportMetric] | undefined {
  const daily = reports.filter((report) => report.product === product && report.kind === 'daily');
  return daily
    .filter(({ lifecycle, versions }) => lifecycle === 'active' && versions.includes('v1.0'))
    .flatMap((report) => columnsOf(report).map((entry) => ({ report, entry })))
    .filter(({ entry }) => trendOf(entry) === 'activity')
    .map(({ report, entry }) => [report, entry.metric] as const)[0];
}

function ofProduct(product: Product): dashboard.Dashboard {
  const board = empty(product, titleOf(product), 'Every metric of the product by report date.');
  for (const report of reports.filter((candidate) => candidate.product === product)) {
    const isBeta = !report.versions.includes('v1.0');
    board.withRow(new dashboard.RowBuilder(`${report.name}${isBeta ? ' (beta: select it with REPORTS)' : ''}`));
    for (const metric of report.metrics) board.withPanel(usagePanel(report, metric));
  }
  return board.build();
}

function exporterHealth(): dashboard.Dashboard {
  const board = empty('exporter-health', 'exporter health', 'Does the exporter work, and what does each report lack?');
  for (const panel of freshness()) board.withPanel(panel);
  return board
    .withPanel(
      tablePanel(
        { title: 'Age of each report', description: `${health.refresh.help} M365ReportStale is about this.` },
        `sort_desc(time() - max by (report) (${read(health.refresh)}))`,
        's',
      ),
    )
    .withPanel(
      tablePanel(
        {
          title: 'Success of each report',
          description: `${health.pullSuccess.help} M365ReportPullFailing is about it.`,
        },
        `max by (report) (${read(health.pullSuccess)})`,
        'short',
      ),
    )
    .withPanel(
      tablePanel(
        { title: 'Columns missing', description: `${health.columnsMissing.help} See M365ReportColumnsMissing.` },
        `max by (report) (${read(health.columnsMissing)})`,
        'short',
      ),
    )
    .withPanel(
      tablePanel(
        { title: 'Columns unmapped', description: `${health.columnsUnmapped.help} See M365ReportColumnsUnmapped.` },
        `max by (report) (${read(health.columnsUnmapped)})`,
        'short',
      ),
    )
    .withPanel(
      tablePanel(
        { title: 'Duration of each pull', description: health.pullDuration.help },
        `max by (report) (${read(health.pullDuration)})`,
        's',
      ),
    )
    .withPanel(
      tablePanel(
        { title: 'Answers of Graph', description: health.graphRequests.help },
        `max by (status) (${read(health.graphRequests)})`,
        'short',
      ),
    )
    .build();
}

function freshness() {
  const isGood = [[null, 'green'] as const, [1, 'red'] as const];
  return [
    statPanel(
      { title: 'Reports that fail', description: 'See the runbook of M365ReportPullFailing.' },
      `count(${read(health.pullSuccess)} == 0) or vector(0)`,
      'short',
      isGood,
    ),
    statPanel(
      { title: 'Reports that are stale', description: 'See the runbook of M365ReportStale.' },
      `count(time() - ${read(health.refresh)} > on (report) ${read(health.staleAfter)}) or vector(0)`,
      'short',
      isGood,
    ),
    statPanel(
      {
        title: 'Since the last run',
        description: 'See the runbook of M365PullNotRunning, which fires after 26 hours.',
      },
      `time() - max(${read(health.lastRun)})`,
      's',
      [
        [null, 'green'],
        [26 * 3600, 'red'],
      ],
    ),
    statPanel(
      {
        title: 'All activities against the same weekday',
        description:
          'The median of all columns. On a holiday it falls, and M365TenantQuiet speaks instead of the others.',
      },
      `quantile(0.5, ${read(usage.changeRatio)})`,
      'percentunit',
      [
        [null, 'red'],
        [0.6, 'green'],
      ],
    ),
  ];
}

function titleOf(product: Product): string {
  const words = product.split('-').join(' ');
  return `${words[0]?.toUpperCase()}${words.slice(1)}`;
}
