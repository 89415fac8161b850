import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { HEADLINES } from '../../src/catalogue/headlines.ts';
import { reports } from '../../src/catalogue/index.ts';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { usage } from '../../src/catalogue/usage.ts';
import { healthStats, type StatTargets } from './health-stats.ts';
import { RATIO } from './looks.ts';
import { EXACT, linesPanel, type Target, tablePanel, toUnit, usedPanel } from './panels.ts';
import { labelsOf } from './queries.ts';
import { column, hidden } from './table-columns.ts';
import type { Shown } from './topics.ts';
import { toText } from './usage-panels.ts';

export type Direction = 'Grew' | 'Shrank';

/** What an overview shows, in the language of a data source. */
export interface OverviewTargets extends StatTargets {
  readonly hasProductBoards: boolean;
  /** Columns `What`, `Sum`, `Usual sum`, `Of usual`, `Since` and `Judged to` in milliseconds, `product`. */
  readonly dropped: Target;
  /** Columns `What` and `Beside the rest`: what grew or shrank, most first, as a part of 1. */
  readonly changed: (direction: Direction) => Target;
  readonly historyOf: (report: Report, metric: ReportMetric) => Target;
}

const BY_SERVICE = shown('m365_services_active_users');

/** The products whose number is shown, the most telling first. */
const USED = ['tenant-wide', 'teams', 'outlook', 'sharepoint', 'viva-engage', 'copilot'].map(headlineOf);

/** Where the title of a metric is longer than its panel is wide. */
const SHORT: Readonly<Record<string, string>> = {
  m365_sharepoint_visited_pages: 'SharePoint pages seen',
  m365_viva_engage_messages_read: 'Viva Engage reads',
};

const GOING = [
  'm365_teams_messages',
  'm365_outlook_messages_sent',
  'm365_outlook_storage_used_bytes',
  'm365_onedrive_storage_used_bytes',
  'm365_sharepoint_storage_used_bytes',
  'm365_apps_users',
].map(shown);

/** Is anything wrong, what dropped, how much is used, where is it going? */
export function addOverview(board: dashboard.DashboardBuilder, targets: OverviewTargets): dashboard.DashboardBuilder {
  for (const panel of healthStats(targets)) board.withPanel(panel);
  board.withPanel(droppedPanel(targets.dropped, targets.hasProductBoards));
  board.withPanel(lines(BY_SERVICE, targets).span(12));
  for (const one of [BY_SERVICE, ...USED]) {
    const [report, metric] = one;
    const text = toText(report, metric);
    const title = one === BY_SERVICE ? `${text.title}, newest day` : (SHORT[metric.name] ?? text.title);
    const used = { ...text, title };
    board.withPanel(usedPanel(used, targets.historyOf(...one), toUnit(metric), isMany(one)));
  }
  for (const one of GOING) board.withPanel(lines(one, targets));
  for (const direction of ['Grew', 'Shrank'] as const)
    board.withPanel(changedPanel(direction, targets.changed(direction)));
  return board;
}

/** Only a dashboard in PromQL has those of the products beside it. */
const PRODUCT_BOARD = ['m365-usage-$', '{__data.fields.product}'].join('');

function droppedPanel(target: Target, isLinked: boolean) {
  const description = `What fell below what is usual for the same weekdays, as sums over the newest report dates, and the first of the dates in a row below four fifths of usual. ${usage.changeRatio.help}`;
  const panel = tablePanel({ title: 'What dropped', description, runbooks: ['M365UsageDropped'] }, target).noValue(
    'Nothing has dropped',
  );
  const columns = [
    // What dropped has the room that the others leave, beside a tenant too.
    column('What', 'What', { isWrapped: true, ...(isLinked && { link: PRODUCT_BOARD }) }),
    column('Sum', 'Sum', { unit: EXACT, decimals: 0, width: 85 }),
    column('Usual sum', 'Usual sum', { unit: EXACT, decimals: 0, width: 95 }),
    column('Of usual', 'Of usual', { unit: 'percentunit', decimals: 0, steps: RATIO, width: 80 }),
    column('Since', 'Since', { unit: 'time:YYYY-MM-DD', width: 100 }),
    column('Judged to', 'Judged to', { unit: 'time:YYYY-MM-DD', width: 100 }),
    ...(isLinked ? [hidden('product')] : []),
  ];
  for (const override of columns) panel.withOverride(override);
  return panel;
}

function changedPanel(direction: Direction, target: Target) {
  const description = `By how much the last four weeks are above or below the four before, beside the rest of the tenant. ${usage.trend.help}`;
  return tablePanel({ title: `${direction} most in four weeks`, description }, target)
    .noValue(`Nothing ${direction.toLowerCase()}`)
    .withOverride(column('What', 'What', { isWrapped: true }))
    .withOverride(column('Beside the rest', 'Beside the rest', { unit: 'percentunit', decimals: 0, width: 130 }));
}

function lines(one: Shown, { historyOf }: OverviewTargets) {
  const [report, metric] = one;
  return linesPanel(toText(report, metric), historyOf(...one), toUnit(metric), isMany(one));
}

function isMany([report, metric]: Shown): boolean {
  return labelsOf(report, metric).length > 0;
}

function shown(name: string): Shown {
  return found(`metric ${name}`, ([, metric]) => metric.name === name);
}

function headlineOf(product: string): Shown {
  const headlines = HEADLINES[product] ?? [];
  return found(`number of ${product} without parts`, ([{ name }, { columns }]) =>
    headlines.some(({ report, column }) => name === report && columns.length === 1 && columns[0]?.header === column),
  );
}

function found(what: string, isIt: (shown: Shown) => boolean): Shown {
  const all = reports.flatMap((report) => report.metrics.map((metric) => [report, metric] as const));
  const one = all.find(isIt);
  if (one === undefined) throw new Error(`the catalogue has no ${what}`);
  return one;
}
