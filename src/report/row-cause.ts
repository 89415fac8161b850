import type { Report } from '../catalogue/types.ts';
import { counted, isOrAre } from '../errors/counted.ts';
import { addDays, type Day, readDay } from './dates.ts';
import { isLabel, type Layout } from './layout.ts';
import { FIRST_REFRESH, MAX_AGE_DAYS } from './read-row.ts';

const SENT_ELSE = 'Graph sent something else, the next run reads it again';
export const IF_IT_STAYS = 'the next run reads the file again; if this stays, open an issue';
const CLOCK = 'check the clock of this machine, the next run reads the file again';

export interface Expected {
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

export function causeOf(report: Report, layout: Layout, cells: readonly string[], expected: Expected): RowCause {
  if (cells.every((cell) => cell === '')) return cause('empty', 'every cell is empty');
  const width = cells.findLastIndex((cell) => cell !== '') + 1;
  if (cells.length < layout.width || width > layout.width) {
    const many = cells.length;
    return cause('width', `there ${isOrAre(many)} ${counted(many, 'cell')}, and the header has ${layout.width}`);
  }
  const refreshed = cells[layout.refreshDate] ?? '';
  const hasDate = report.kind === 'daily' && layout.reportDate >= 0;
  const dated = hasDate ? (cells[layout.reportDate] ?? '') : refreshed;
  if (readDay(refreshed) === undefined) return noDate('refresh', 'Report Refresh Date', refreshed);
  if (readDay(dated) === undefined) return noDate('date', 'Report Date', dated);
  return causeOfDays(refreshed.slice(0, 10), dated.slice(0, 10), expected.today) ?? otherCause(layout, cells, expected);
}

function noDate(kind: string, column: string, text: string): RowCause {
  if (text === '') return cause(kind, `${column} is empty`);
  // What has letters in it may name somebody.
  const what = /^[\d\s/.:+-]{1,40}$/.test(text) ? `"${text}"` : 'text';
  return cause(kind, `${column} is ${what}, which is no date such as 2026-01-31`, IF_IT_STAYS);
}

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

function otherCause(layout: Layout, cells: readonly string[], { periods }: Expected): RowCause {
  const period = cells[layout.reportPeriod] ?? '';
  if (!isLabel(cells[layout.item] ?? '')) return cause('item', 'the name of the item is too long');
  const stated = /^\d{1,4}$/.test(period) ? period : 'no number';
  return cause('period', `Report Period is ${stated}, and ${[...periods].join(' or ')} was requested`);
}
