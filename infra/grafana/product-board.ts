import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { reports } from '../../src/catalogue/index.ts';
import type { Product, Report } from '../../src/catalogue/types.ts';
import { metricsBoard } from './board.ts';
import { periodsPanel } from './periods-panel.ts';
import { byTopic } from './topics.ts';
import { historyPanel } from './usage-panels.ts';

/** More than that nobody looks through: rows that come later are folded. */
export const UNFOLDED = 20;

interface Row {
  readonly title: string;
  readonly panels: readonly cog.Builder<dashboard.Panel>[];
  readonly isFolded: boolean;
}

/** Every metric of a product: by report date and topic, then the reports of whole periods; what only beta has is folded. */
export function productBoard({ name, title }: Product): dashboard.DashboardBuilder {
  const board = metricsBoard(name, title, `Usage of ${title}, by report date and by period.`);
  let left = UNFOLDED;
  for (const { title: row, panels, isFolded } of rowsOf(reports.filter(({ product }) => product === name))) {
    const isShut = isFolded || panels.length > left;
    if (!isShut) left -= panels.length;
    addRow(board, row, panels, isShut);
  }
  return board;
}

function rowsOf(ofProduct: readonly Report[]): readonly Row[] {
  const stable = ofProduct.filter((report) => !isBeta(report));
  const beta = ofProduct.filter(isBeta);
  return [
    ...toRows(stable),
    ...(stable.length > 0 ? inOneRow(toRows(beta), 'Beta (select it with REPORTS)') : toRows(beta)),
  ];
}

function isBeta({ versions }: Report): boolean {
  return !versions.includes('v1.0');
}

/** A report that is not pulled by default says so where it has nothing. */
function answered<P extends { noValue(text: string): P }>(report: Report, panel: P): P {
  return isBeta(report) ? panel.noValue('No data: a beta report, pulled with REPORTS=all+beta') : panel;
}

/** What is seldom there, folded. */
function inOneRow(rows: readonly Row[], title: string): readonly Row[] {
  return rows.length === 0 ? [] : [{ title, panels: rows.flatMap(({ panels }) => panels), isFolded: true }];
}

function toRows(all: readonly Report[]): readonly Row[] {
  const daily = all.filter(({ kind }) => kind === 'daily');
  const shown = daily.flatMap((report) => report.metrics.map((metric) => [report, metric] as const));
  const whole = all
    .filter(({ kind }) => kind === 'whole_period')
    .map((report) => answered(report, periodsPanel(report)));
  return [
    ...byTopic(shown).map(([topic, ones]) => ({
      title: topic,
      panels: ones.map(([report, metric], index) =>
        answered(report, historyPanel(report, metric)).span(spanOf(index, ones.length)),
      ),
      isFolded: false,
    })),
    ...(whole.length > 0 ? [{ title: 'Whole periods', panels: whole, isFolded: false }] : []),
  ];
}

/** Three in a line; the last lines have two, or one that is alone, so that there is no hole. */
function spanOf(index: number, count: number): number {
  const inPairs = { 0: 0, 1: 4, 2: 2 }[count % 3] ?? 0;
  if (count === 1) return 24;
  return index >= count - inPairs ? 12 : 8;
}

function addRow(
  board: dashboard.DashboardBuilder,
  title: string,
  panels: readonly cog.Builder<dashboard.Panel>[],
  isFolded: boolean,
): void {
  const row = new dashboard.RowBuilder(title).collapsed(isFolded);
  if (isFolded) for (const panel of panels) row.withPanel(panel);
  board.withRow(row);
  if (!isFolded) for (const panel of panels) board.withPanel(panel);
}
