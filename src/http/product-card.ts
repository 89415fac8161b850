import { columnTitle } from '../catalogue/column-title.ts';
import { HEADLINES, type Headline } from '../catalogue/headlines.ts';
import type { Product } from '../catalogue/types.ts';
import { usualDays } from '../history/drops/usual-days.ts';
import { columnsOf } from '../report/columns.ts';
import { escapeHtml, format } from './html.ts';
import { lineChart } from './line-chart.ts';
import { changeOf, lastDays, type PageData, reportTable } from './report-table.ts';

/** The number of a product that matters, with its last month; all other numbers are folded below it. */
export function productCard({ name, title }: Product, data: PageData): string {
  const histories = data.histories.filter(({ report }) => report.product === name);
  const tables = histories.map((history) => reportTable(history, data)).join('');
  if (tables === '') return '';
  const [headline = ''] = (HEADLINES[name] ?? []).flatMap((chosen) => toHeadline(chosen, data));
  const details = `<details><summary>All numbers</summary>${tables}</details>`;
  return `<section class="card"><h2>${escapeHtml(title)}</h2>${headline}${details}</section>`;
}

/** In the chart of a card. */
export const CARD_DAYS = 30;

const CHART = { width: 320, height: 90 };

/** Where nothing is known of how far a column may fall: the least fall that alarms. */
const USUAL_SHARE = 0.6;

/** Nothing where the report has no such column, or is not pulled. */
function toHeadline(chosen: Headline, { histories, judged }: PageData): readonly string[] {
  const history = histories.find(({ report }) => report.name === chosen.report);
  const series = history?.series.find(({ column, item }) => column === chosen.column && item === '');
  const entry = history && columnsOf(history.report).find(({ column }) => column.header === chosen.column);
  if (history === undefined || series === undefined || entry === undefined) return [];
  const days = lastDays(history, series, CARD_DAYS);
  const values = days.map((day) => series.days.get(day));
  const at = values.findLastIndex((value) => value !== undefined);
  const { column, verdict } = judged.get(series) ?? {};
  const change = changeOf(verdict, ' of usual');
  const title = chosen.title ?? columnTitle(entry.metric, entry.column, '');
  const about = [title, days[at] ?? '', ...(change ? [change] : [])];
  const share = verdict?.drop ? verdict.drop.low / verdict.drop.expected : USUAL_SHARE;
  const usual = column === undefined ? [] : usualDays(column, CARD_DAYS);
  const band = usual.map((value) => value && ([value * share, value * (2 - share)] as const));
  return [
    `<p class="number">${at < 0 ? 'none' : format(values[at] ?? 0, entry.metric.unit)}</p><p class="about">${about.map((part) => `<span>${escapeHtml(part)}</span>`).join(' ')}</p>${lineChart(values, { ...CHART, band })}`,
  ];
}
