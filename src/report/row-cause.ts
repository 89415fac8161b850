import type { Report } from '../catalogue/types.ts';
import { counted, isOrAre } from '../errors/counted.ts';
import { addDays, type Day, readDay } from './dates.ts';
import { isLabel, type Layout } from './layout.ts';

/** The reports of Microsoft Graph are of 2017. */
const FIRST_REFRESH: Day = '2017-01-01';

/** The longest period has 180 days; what is twice as old is a mistake. */
const MAX_AGE_DAYS = 366;

const SENT_ELSE = 'Graph sent something else, the next run reads it again';
export const IF_IT_STAYS = 'the next run reads the file again; if this stays, open an issue';
const CLOCK = 'check the clock of this machine, the next run reads the file again';

export interface Expected {
  /** Days of the period that was requested; undefined where the function takes none. */
  readonly requestedPeriod: number | undefined;
  /** Days of the periods that the file may be of. */
  readonly periods: ReadonlySet<number>;
  /** By the clock of this machine, UTC. */
  readonly today: Day;
}

/** Why a row cannot be used, in words that fit one row and many. */
export interface RowCause {
  readonly kind: string;
  readonly text: string;
  /** What to do where no row of the file can be used. */
  readonly advice: string;
}

const cause = (kind: string, text: string, advice = SENT_ELSE): RowCause => ({ kind, text, advice });

/** The days of a row. */
export interface RowDays {
  readonly refreshedOn: Day;
  readonly date: Day;
}

/** The days of a row, or why it cannot be used: they, its width or its item are not what they have to be. */
export function checkRow(
  report: Report,
  layout: Layout,
  cells: readonly string[],
  { today }: Expected,
): RowDays | RowCause {
  if (cells.every((cell) => cell === '')) return cause('empty', 'every cell is empty');
  if (cells.length < layout.width || cells.slice(layout.width).some((cell) => cell !== ''))
    return wrongWidth(layout, cells);
  const refreshed = cells[layout.refreshDate] ?? '';
  const hasDate = report.kind === 'daily' && layout.reportDate >= 0;
  const dated = hasDate ? (cells[layout.reportDate] ?? '') : refreshed;
  const refreshedOn = readDay(refreshed);
  const date = readDay(dated);
  if (refreshedOn === undefined) return noDate('refresh', 'Report Refresh Date', refreshed);
  if (date === undefined) return noDate('date', 'Report Date', dated);
  const impossible = causeOfDays(refreshedOn, date, today);
  if (impossible !== undefined) return impossible;
  if (!isLabel(cells[layout.item] ?? '')) return cause('item', 'the name of the item is too long');
  return { refreshedOn, date };
}

function wrongWidth(layout: Layout, cells: readonly string[]): RowCause {
  const many = cells.length;
  return cause('width', `there ${isOrAre(many)} ${counted(many, 'cell')}, and the header has ${layout.width}`);
}

function noDate(kind: string, column: string, text: string): RowCause {
  if (text === '') return cause(kind, `${column} is empty`);
  // What has letters in it may name somebody.
  const what = /^[\d\s/.:+-]{1,40}$/.test(text) ? `"${text}"` : 'text';
  return cause(kind, `${column} is ${what}, which is no date such as 2026-01-31`, IF_IT_STAYS);
}

/** A year of history is a document: dates that cannot be would make a document each. */
function causeOfDays(refreshed: Day, dated: Day, today: Day): RowCause | undefined {
  const column = `Report Refresh Date is ${refreshed}`;
  if (refreshed > addDays(today, 1))
    return cause('future', `${column}, and the clock of this machine says ${today}`, CLOCK);
  if (refreshed < FIRST_REFRESH) return cause('past', `${column}, before there were usage reports`);
  if (dated > refreshed) return cause('order', `Report Date ${dated} is after Report Refresh Date ${refreshed}`);
  if (addDays(dated, MAX_AGE_DAYS) < refreshed)
    return cause('old', `Report Date ${dated} is more than a year before Report Refresh Date ${refreshed}`);
  return undefined;
}

/** Of a row that could be used, in a file that has only rows of other periods. */
export function otherPeriod(layout: Layout, cells: readonly string[], { periods }: Expected): RowCause {
  const period = cells[layout.reportPeriod] ?? '';
  const stated = /^\d{1,4}$/.test(period) ? period : 'no number';
  return cause('period', `Report Period is ${stated}, and ${[...periods].join(' or ')} was requested`);
}
