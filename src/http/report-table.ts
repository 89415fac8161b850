import { columnTitle } from '../catalogue/column-title.ts';
import type { ColumnVerdict } from '../history/drops/judge-tenant.ts';
import type { Series } from '../history/window.ts';
import type { JudgedColumn } from '../metrics/drops.ts';
import type { ReportHistory } from '../metrics/report-history.ts';
import { type CataloguedColumn, columnsOf } from '../report/columns.ts';
import { addDays, type Day } from '../report/dates.ts';
import type { SeriesKey } from '../report/reading.ts';
import { escapeHtml, format, toPercent } from './html.ts';
import { lineChart } from './line-chart.ts';

export interface PageData {
  readonly histories: readonly ReportHistory[];
  readonly judged: ReadonlyMap<Series, { readonly column: JudgedColumn; readonly verdict: ColumnVerdict }>;
  readonly windowDays: number;
}

const CHART = { width: 160, height: 32 };

/** The newest numbers of a report: of a daily one with their change and their past, else a column per period. */
export function reportTable(history: ReportHistory, data: PageData): string {
  const entries = columnsOf(history.report).flatMap((entry) =>
    history.series
      .filter(({ column, period }) => column === entry.column.header && (isDaily(history) || period !== undefined))
      .map((series) => [entry, series] as const),
  );
  const rows = isDaily(history)
    ? entries.map(([entry, series]) => dailyRow(history, entry, series, data))
    : periodRows(history, entries);
  if (rows.length === 0) return '';
  const periods = periodsOf(history).map((period) => `${period} days`);
  const head = isDaily(history) ? ['Newest', 'Against usual', `Last ${data.windowDays} days`] : periods;
  const cells = ['Column', ...head].map((name) => `<th scope="col">${name}</th>`).join('');
  const date = history.newestDate(history.series[0] ?? {});
  return `<table><caption>${escapeHtml(history.report.title)}, <span>${date}</span></caption><thead><tr>${cells}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** The last days of a series, oldest first. */
export function lastDays({ newestDate }: ReportHistory, series: Series, days: number): readonly Day[] {
  const last = newestDate(series);
  return Array.from({ length: days }, (_, index) => addDays(last, index + 1 - days));
}

/** How a column compares with what is usual, in words that end as given; empty where nothing is known. */
export function changeOf(verdict: ColumnVerdict | undefined, end = ''): string {
  if (verdict === undefined) return '';
  const { drop, daysWithoutData } = verdict;
  if (daysWithoutData > 0) return `no data for ${daysWithoutData === 1 ? 'a day' : `${daysWithoutData} days`}`;
  return drop === undefined ? '' : `${toPercent(drop.observed / drop.expected)}${end}`;
}

/** Whether rows have dates: then a row per series, and else a column per period. */
function isDaily({ report }: ReportHistory): boolean {
  return report.kind === 'daily';
}

function periodsOf({ series }: ReportHistory): readonly number[] {
  return [...new Set(series.flatMap(({ period = [] }) => period))].toSorted((a, b) => a - b);
}

function dailyRow(history: ReportHistory, entry: CataloguedColumn, series: Series, data: PageData): string {
  const days = lastDays(history, series, data.windowDays);
  const chart = lineChart(
    days.map((day) => series.days.get(day)),
    CHART,
  );
  const change = changeOf(data.judged.get(series)?.verdict);
  return toRow(titleIn(history, entry, series), [newestOf(history, entry, series), change, chart]);
}

function periodRows(history: ReportHistory, entries: readonly (readonly [CataloguedColumn, Series])[]): string[] {
  const byTitle = Map.groupBy(entries, ([entry, series]) => titleIn(history, entry, series));
  return [...byTitle].map(([title, own]) => {
    const cellOf = (period: number) => {
      const found = own.find(([, series]) => series.period === period);
      return found === undefined ? '' : newestOf(history, ...found);
    };
    return toRow(title, periodsOf(history).map(cellOf));
  });
}

/** What a column is called below the caption, which is not repeated. */
function titleIn({ report }: ReportHistory, { metric, column }: CataloguedColumn, { item }: Series): string {
  const title = columnTitle({ title: metric.title.replace(', whole period', '') }, column, item);
  const known = `${report.title.replace(', whole period', '')}: `;
  return title.startsWith(known) ? title.slice(known.length) : title;
}

function newestOf({ latest }: ReportHistory, { metric }: CataloguedColumn, series: Series): string {
  const newest = latest.find((value) => isSameSeries(value, series));
  return newest === undefined ? 'none' : format(newest.value, metric.unit);
}

function toRow(title: string, cells: readonly string[]): string {
  return `<tr><th scope="row">${escapeHtml(title)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function isSameSeries(a: SeriesKey, b: SeriesKey): boolean {
  return a.column === b.column && a.item === b.item && a.period === b.period;
}
