import { products } from '../catalogue/index.ts';
import type { Product } from '../catalogue/types.ts';
import { DROPPED_BELOW } from '../catalogue/usage.ts';
import { type Change, ratioOf } from '../history/change.ts';
import { rejectedCellsOf } from '../history/status.ts';
import type { Series } from '../history/window.ts';
import type { ReportHistory } from '../metrics/report-history.ts';
import { toChanges } from '../metrics/to-points.ts';
import { isFailed, isNotOffered, resultOf } from '../pull/outcome.ts';
import { columnsOf } from '../report/columns.ts';
import { addDays } from '../report/dates.ts';
import type { SeriesKey } from '../report/reading.ts';
import type { LastRun } from '../store/last-run-schema.ts';
import { escapeHtml, format, lineChart } from './html.ts';
import { STYLE } from './style.ts';

export interface StatusOf {
  readonly histories: readonly ReportHistory[];
  readonly lastRun: LastRun;
  readonly now: Date;
  readonly windowDays: number;
  readonly changeMinimum: number;
  readonly isSample: boolean;
}

/** The status page: what needs attention, then the newest numbers of each product. It needs no script and no key. */
export function toStatusPage(of: StatusOf): string {
  const sections = products.map((product) => toSection(product, of)).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Microsoft 365 usage</title><style>${STYLE}</style></head>
<body><header><h1>Microsoft 365 usage</h1>${of.isSample ? '<p class="sample">Sample data, not a real tenant.</p>' : ''}
<p>${escapeHtml(freshness(of))}</p></header>
<main>${attention(of)}${sections}${notOffered(of)}</main></body></html>
`;
}

function freshness({ lastRun, now }: StatusOf): string {
  const { selected, healthy = 0, notOffered = 0 } = lastRun.reports;
  const counted =
    selected === healthy ? `all ${selected} reports are healthy` : `${healthy} of ${selected} reports are healthy`;
  const reports = notOffered > 0 ? `${counted}, ${notOffered} not offered to this tenant` : counted;
  return `The last run finished ${ago(now.getTime() - Date.parse(lastRun.finishedAt))}; ${reports}.`;
}

/** Failed pulls, refresh dates beyond their limit, columns that have changed, and usage that has dropped. */
function attention(of: StatusOf): string {
  const { histories, now } = of;
  const items = histories.flatMap((history) => {
    const { report, status } = history;
    const { lastPull, newest, lastRead } = status;
    const oldest = Object.values(newest)
      .map(({ refreshedOn }) => refreshedOn)
      .sort()[0];
    const age = oldest ? now.getTime() - Date.parse(oldest) : 0;
    const missing = new Set(Object.values(lastRead).flatMap(({ missingColumns }) => missingColumns));
    const unmapped = new Set(Object.values(lastRead).flatMap(({ unmappedColumns }) => unmappedColumns));
    const rejectedRows = Object.values(lastRead).reduce((sum, file) => sum + file.rejectedRows, 0);
    return [
      ...(lastPull?.failure && isFailed(resultOf(status)) ? [`${report.name}: ${lastPull.failure.message}`] : []),
      ...(report.lifecycle === 'active' && age > report.staleAfterDays * 86_400_000
        ? [`${report.name}: Microsoft refreshed it last on ${oldest}`]
        : []),
      ...(missing.size > 0 ? [`${report.name} lacks ${[...missing].join(', ')}`] : []),
      ...(unmapped.size > 0 ? [`${report.name} has unmapped columns: ${[...unmapped].join(', ')}`] : []),
      ...rejectedCellsOf(status).map(
        ({ column, cells, shape }) =>
          `${report.name}: ${cells} cells of ${column} are no number and left out (like ${shape})`,
      ),
      ...(rejectedRows > 0 ? [`${report.name}: ${rejectedRows} rows are left out in whole or in part`] : []),
      ...drops(history, of),
    ];
  });
  return toList('Needs attention', items);
}

/** What there is nothing to fix about. */
function notOffered({ histories }: StatusOf): string {
  const items = histories.filter(({ status }) => isNotOffered(resultOf(status)));
  return toList(
    'Not offered to this tenant',
    items.map(({ report, status }) => `${report.name}: ${status.lastPull?.failure?.message}`),
  );
}

function toList(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<section><h2>${title}</h2><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul></section>`;
}

function drops(history: ReportHistory, of: StatusOf): readonly string[] {
  return [...toChanges(history, of.changeMinimum)].flatMap(([series, change]) => {
    const { silentDays } = change;
    const name = `${history.report.name}: ${nameOf(series)}`;
    if (silentDays > 0) return [`${name} has had no value for ${silentDays} report dates on which there is always one`];
    const ratio = ratioOf(change) ?? 1;
    return ratio < DROPPED_BELOW ? [`${name} is at ${Math.round(100 * ratio)} % of its usual value`] : [];
  });
}

function nameOf({ column, item }: Series): string {
  return item === '' ? column : `${column}, ${item}`;
}

function toSection(product: Product, of: StatusOf): string {
  const tables = of.histories
    .filter(({ report }) => report.product === product.name)
    .map((history) => toTable(history, of))
    .join('');
  return tables === '' ? '' : `<section><h2>${product.title}</h2>${tables}</section>`;
}

/** Of a report of whole periods the one month stands for all. */
const SHOWN_PERIODS = [undefined, 28, 30];

function toTable(history: ReportHistory, of: StatusOf): string {
  const { report, series } = history;
  const changes = toChanges(history, of.changeMinimum);
  const rows = columnsOf(report).flatMap(({ metric, column }) =>
    series
      .filter((entry) => entry.column === column.header && SHOWN_PERIODS.includes(entry.period))
      .map((entry) => toRow(history, entry, { unit: metric.unit, change: changes.get(entry) }, of)),
  );
  if (rows.length === 0) return '';
  const head = ['Column', 'Newest', 'Against its weekday', `Last ${of.windowDays} days`].map(
    (name) => `<th scope="col">${name}</th>`,
  );
  const dated = report.kind === 'daily' ? '' : ' in a month';
  return `<table><caption>${escapeHtml(report.title)}${dated}, ${history.newestDate(series[0] ?? {})}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function toRow(
  history: ReportHistory,
  series: Series,
  { unit, change }: { readonly unit: string; readonly change: Change | undefined },
  of: StatusOf,
): string {
  const { report, newestDate, latest } = history;
  const newest = latest.find((value) => isSameSeries(value, series));
  const last = newestDate(series);
  const days = Array.from({ length: of.windowDays }, (_, index) => addDays(last, index + 1 - of.windowDays));
  const chart = report.kind === 'daily' ? lineChart(days.map((day) => series.days.get(day))) : '';
  const cells = [newest === undefined ? 'none' : format(newest.value, unit), describe(change), chart];
  return `<tr><th scope="row">${escapeHtml(nameOf(series))}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function describe(change: Change | undefined): string {
  if (change === undefined) return '';
  if (change.silentDays > 0) return `silent for ${change.silentDays} days`;
  const ratio = ratioOf(change);
  return ratio === undefined ? '' : `${Math.round(100 * ratio)} %`;
}

function isSameSeries(a: SeriesKey, b: SeriesKey): boolean {
  return a.column === b.column && a.item === b.item && a.period === b.period;
}

function ago(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 2) return 'just now';
  if (minutes < 120) return `${minutes} minutes ago`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours ago` : `${Math.round(minutes / 1440)} days ago`;
}
