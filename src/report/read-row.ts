import type { Report } from '../catalogue/types.ts';
import { isWholePeriod } from './columns.ts';
import { type Day, dayToSeconds, readDay } from './dates.ts';
import { isLabel, type Layout } from './layout.ts';
import { readCell } from './read-cell.ts';
import type { DatedValue } from './reading.ts';

/** The reports of Microsoft Graph are of 2017. */
export const FIRST_REFRESH: Day = '2017-01-01';

/** The longest period has 180 days; what is twice as old is a mistake. */
export const MAX_AGE_DAYS = 366;

export interface UnreadableCell {
  readonly column: string;
  readonly text: string;
}

/** A row of a report. */
export interface Row {
  readonly refreshedOn: Day;
  readonly date: Day;
  /** Of its values: its date, period and item as one text. */
  readonly place: string;
  readonly values: readonly DatedValue[];
  readonly emptyCells: number;
  /** The filled cells that are no number of their column. */
  readonly unreadable: readonly UnreadableCell[];
  readonly isOfOtherPeriod: boolean;
}

/** Undefined when the row cannot be placed: no valid dates, or not as many cells as the header has. */
export function readRow(
  report: Report,
  layout: Layout,
  cells: readonly string[],
  { requestedPeriod, periods }: { readonly requestedPeriod: number | undefined; readonly periods: ReadonlySet<number> },
): Row | undefined {
  if (cells.length < layout.width || cells.slice(layout.width).some((cell) => cell !== '')) return undefined;
  const cell = (index: number) => cells[index] ?? '';
  const refreshedOn = readDay(cell(layout.refreshDate));
  const date = report.kind === 'daily' && layout.reportDate >= 0 ? readDay(cell(layout.reportDate)) : refreshedOn;
  if (refreshedOn === undefined || date === undefined || !isPossible(date, refreshedOn)) return undefined;

  const item = layout.item < 0 ? '' : cell(layout.item);
  if (!isLabel(item)) return undefined;
  const stated = isWholePeriod(report) ? cell(layout.reportPeriod) : '';
  const period = stated === '' ? requestedPeriod : Number(stated);
  const values: DatedValue[] = [];
  let emptyCells = 0;
  const unreadable: UnreadableCell[] = [];
  for (const { name, cell: format, index, withPeriod, isCatalogued } of layout.columns) {
    const text = cell(index);
    const value = text === '' ? undefined : readCell(format, text);
    if (value !== undefined) {
      const key = { column: name, item, date, value };
      values.push(withPeriod && period !== undefined ? { ...key, period } : key);
    } else if (text !== '') unreadable.push({ column: name, text });
    else if (isCatalogued) emptyCells += 1;
  }
  const isOfOtherPeriod = stated !== '' && !periods.has(Number(stated));
  const place = `${date}\n${period ?? ''}\n${item}`;
  return { refreshedOn, date, place, values, emptyCells, unreadable, isOfOtherPeriod };
}

/** A year of history is a document: dates that cannot be would make a document each. */
function isPossible(date: Day, refreshedOn: Day): boolean {
  if (refreshedOn < FIRST_REFRESH || date > refreshedOn) return false;
  return dayToSeconds(refreshedOn) - dayToSeconds(date) <= MAX_AGE_DAYS * 86_400;
}
