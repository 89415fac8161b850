import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { health } from '../../src/catalogue/health.ts';
import { reports } from '../../src/catalogue/index.ts';
import { PRODUCTS, type Product, type Report, type ReportMetric } from '../../src/catalogue/types.ts';
import { usage } from '../../src/catalogue/usage.ts';
import { barsPanel, HEIGHT, historyPanel, statPanel, tablePanel, toUnit, usagePanel } from './panels.ts';
import { newest, read } from './queries.ts';

/** Longer than the default window, since reports are late. */
const SPAN = 'now-40d';

const TITLES: Readonly<Record<Product, string>> = {
  skype: 'Skype for Business',
  teams: 'Teams',
  outlook: 'Outlook',
  onedrive: 'OneDrive',
  sharepoint: 'SharePoint',
  'viva-engage': 'Viva Engage',
  groups: 'Groups',
  apps: 'Microsoft 365 Apps',
  activations: 'Activations',
  'tenant-wide': 'Whole tenant',
  copilot: 'Copilot',
  browser: 'Browser',
  forms: 'Forms',
};

/** The daily activity that stands for its product on the overview; what has none that v1.0 reports is not there. */
const HEADLINES = [
  'm365_services_active_users',
  'm365_teams_messages',
  'm365_outlook_messages_sent',
  'm365_onedrive_activity_users',
  'm365_sharepoint_page_views',
  'm365_viva_engage_messages_read',
  'm365_groups_active',
  'm365_apps_users',
  'm365_copilot_any_app_users_active',
];

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
  for (const name of HEADLINES) {
    const [report, metric] = headlineOf(name);
    board
      .withRow(new dashboard.RowBuilder(TITLES[report.product]))
      .withPanel(statPanel(newestText(metric), newest(report, metric), toUnit(metric)).height(HEIGHT))
      .withPanel(
        statPanel(
          {
            title: 'Lowest column against the same weekday',
            description: `${usage.changeRatio.help} The lowest column of ${report.name}.`,
          },
          `min(${read(usage.changeRatio, `{report="${report.name}"}`)})`,
          'percentunit',
          [
            [null, 'red'],
            [0.6, 'green'],
          ],
        ).height(HEIGHT),
      )
      .withPanel(historyPanel(report, metric));
  }
  return board.build();
}

function newestText({ name, help }: ReportMetric) {
  return { title: `Newest ${name}`, description: help };
}

function headlineOf(name: string): readonly [Report, ReportMetric] {
  const found = reports.flatMap((report) => report.metrics.map((metric) => [report, metric] as const));
  const headline = found.find(([, metric]) => metric.name === name);
  if (headline === undefined) throw new Error(`the catalogue has no metric ${name}`);
  return headline;
}

function ofProduct(product: Product): dashboard.Dashboard {
  const board = empty(product, TITLES[product], 'Every metric of the product by report date.');
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
  const age = `time() - max by (report) (${read(health.refresh)})`;
  board.withPanel(
    tablePanel({ title: 'Age of each report', description: about('refresh', 'M365ReportStale') }, age, 's'),
  );
  for (const [title, key, by, unit, alert] of TABLES) {
    board.withPanel(
      tablePanel({ title, description: about(key, alert) }, `max by (${by}) (${read(health[key])})`, unit),
    );
  }
  return board.build();
}

const TABLES = [
  ['Success of each report', 'pullSuccess', 'report', 'short', 'M365ReportPullFailing'],
  ['Columns missing', 'columnsMissing', 'report', 'short', 'M365ReportColumnsMissing'],
  ['Columns unmapped', 'columnsUnmapped', 'report', 'short', 'M365ReportColumnsUnmapped'],
  ['Duration of each pull', 'pullDuration', 'report', 's', undefined],
  ['Answers of Graph', 'graphRequests', 'status', 'short', undefined],
] as const;

function about(key: keyof typeof health, alert: string | undefined): string {
  return alert === undefined ? health[key].help : `${health[key].help} See the runbook of ${alert}.`;
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
