import { products } from '../catalogue/index.ts';
import type { Product } from '../catalogue/types.ts';
import { counted, isOrAre } from '../errors/counted.ts';
import { DROP_FROM, LOW_TENANT, VANISHED_FROM } from '../history/drops/constants.ts';
import {
  type ColumnVerdict,
  type DropOptions,
  judgeTenant,
  type TenantVerdict,
} from '../history/drops/judge-tenant.ts';
import { rejectedCellsOf } from '../history/status.ts';
import { isNotOffered, resultOf } from '../history/trouble.ts';
import type { Series } from '../history/window.ts';
import { type JudgedColumn, judgedColumns } from '../metrics/drops.ts';
import type { ReportHistory } from '../metrics/report-history.ts';
import { isFailed } from '../pull/outcome.ts';
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
  readonly drops: DropOptions;
  readonly isSample: boolean;
}

/** The status page: what needs attention, then the newest numbers of each product. It needs no script and no key. */
export function toStatusPage(of: StatusOf): string {
  const verdict = judgeTenant(of.histories.flatMap(judgedColumns), of.drops);
  const bySeries = new Map([...verdict.columns].map(([{ series }, column]) => [series, column]));
  const sections = products.map((product) => toSection(product, of, bySeries)).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Microsoft 365 usage</title><style>${STYLE}</style></head>
<body><header><h1>Microsoft 365 usage</h1>${of.isSample ? '<p class="sample">Sample data, not a real tenant.</p>' : ''}
<p>${escapeHtml(freshness(of))}</p></header>
<main>${attention(of, verdict)}${sections}${notOffered(of)}</main></body></html>
`;
}

function freshness({ lastRun, now }: StatusOf): string {
  const { selected, healthy = 0, notOffered = 0 } = lastRun.reports;
  const told =
    selected === healthy && selected !== 1
      ? `all ${selected} reports are healthy`
      : `${healthy} of ${counted(selected, 'report')} ${isOrAre(selected === 1 ? 1 : healthy)} healthy`;
  const reports = notOffered > 0 ? `${told}, ${notOffered} not offered to this tenant` : told;
  return `The last run finished ${ago(now.getTime() - Date.parse(lastRun.finishedAt))}; ${reports}.`;
}

type Verdicts = ReadonlyMap<Series, ColumnVerdict>;

/** Failed pulls, refresh dates beyond their limit, columns that have changed, and usage that has dropped. */
function attention({ histories, now }: StatusOf, verdict: TenantVerdict<JudgedColumn>): string {
  const items = histories.flatMap(({ report, status }) => {
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
          `${report.name}: ${counted(cells, 'cell')} of ${column} ${isOrAre(cells)} no number and left out (like ${shape})`,
      ),
      ...(rejectedRows > 0
        ? [`${report.name}: ${counted(rejectedRows, 'row')} ${isOrAre(rejectedRows)} left out in whole or in part`]
        : []),
    ];
  });
  return toList('Needs attention', [...drops(verdict), ...items]);
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

/** The whole tenant first, then the deepest falls. */
function drops({ activity, columns }: TenantVerdict<JudgedColumn>): readonly string[] {
  const fallen = [...columns].toSorted(([, a], [, b]) => (b.drop?.score ?? 0) - (a.drop?.score ?? 0));
  const whole =
    activity !== undefined && activity.ratio < LOW_TENANT
      ? [`The whole tenant is at ${toPercent(activity.ratio)} of usual on ${activity.date}: a holiday, or an outage`]
      : [];
  return [
    ...whole,
    ...fallen.flatMap(([{ title, report }, { drop, daysWithoutData }]) => {
      if (daysWithoutData >= VANISHED_FROM)
        return [
          `${title} has had no value on ${daysWithoutData} report dates on which there is always one (${report})`,
        ];
      if (drop === undefined || drop.score < DROP_FROM) return [];
      const { observed, expected, dates, date } = drop;
      const when = dates === 1 ? `on ${date}` : `on ${dates} report dates up to ${date}`;
      return [`${title} has dropped to ${toPercent(observed / expected)} of usual ${when} (${report})`];
    }),
  ];
}

function toPercent(ratio: number): string {
  return `${Math.round(100 * ratio)} %`;
}

function nameOf({ column, item }: Series): string {
  return item === '' ? column : `${column}, ${item}`;
}

function toSection(product: Product, of: StatusOf, verdicts: Verdicts): string {
  const tables = of.histories
    .filter(({ report }) => report.product === product.name)
    .map((history) => toTable(history, of, verdicts))
    .join('');
  return tables === '' ? '' : `<section><h2>${product.title}</h2>${tables}</section>`;
}

/** Of a report of whole periods the one month stands for all. */
const SHOWN_PERIODS = [undefined, 28, 30];

function toTable(history: ReportHistory, of: StatusOf, verdicts: Verdicts): string {
  const { report, series } = history;
  const rows = columnsOf(report).flatMap(({ metric, column }) =>
    series
      .filter((entry) => entry.column === column.header && SHOWN_PERIODS.includes(entry.period))
      .map((entry) => toRow(history, entry, { unit: metric.unit, verdict: verdicts.get(entry) }, of)),
  );
  if (rows.length === 0) return '';
  const head = ['Column', 'Newest', 'Against usual', `Last ${counted(of.windowDays, 'day')}`].map(
    (name) => `<th scope="col">${name}</th>`,
  );
  const dated = report.kind === 'daily' ? '' : ' in a month';
  return `<table><caption>${escapeHtml(report.title)}${dated}, ${history.newestDate(series[0] ?? {})}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function toRow(
  history: ReportHistory,
  series: Series,
  { unit, verdict }: { readonly unit: string; readonly verdict: ColumnVerdict | undefined },
  of: StatusOf,
): string {
  const { report, newestDate, latest } = history;
  const newest = latest.find((value) => isSameSeries(value, series));
  const last = newestDate(series);
  const days = Array.from({ length: of.windowDays }, (_, index) => addDays(last, index + 1 - of.windowDays));
  const chart = report.kind === 'daily' ? lineChart(days.map((day) => series.days.get(day))) : '';
  const cells = [newest === undefined ? 'none' : format(newest.value, unit), describe(verdict), chart];
  return `<tr><th scope="row">${escapeHtml(nameOf(series))}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function describe(verdict: ColumnVerdict | undefined): string {
  if (verdict === undefined) return '';
  const { drop, daysWithoutData } = verdict;
  if (daysWithoutData > 0) return `no data for ${daysWithoutData === 1 ? 'a day' : `${daysWithoutData} days`}`;
  return drop === undefined ? '' : toPercent(drop.observed / drop.expected);
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
