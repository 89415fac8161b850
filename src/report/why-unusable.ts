import type { Report } from '../catalogue/types.ts';
import { addDays, type Day, readDay } from './dates.ts';
import { isLabel, type Layout } from './layout.ts';
import { FIRST_REFRESH, MAX_AGE_DAYS } from './read-row.ts';

const SENT_ELSE = 'Graph sent something else, the next run reads it again';
const UNKNOWN = 'the next run reads the file again; if this stays, open an issue';

export interface Expected {
  /** Days of the periods that the file may be of. */
  readonly accepted: ReadonlySet<number>;
  /** By the clock of this machine, UTC. */
  readonly today: Day;
}

/** Why no row of a file can be used, with what to do about it: what is wrong with most of them. */
export function whyUnusable(
  report: Report,
  layout: Layout,
  rows: readonly (readonly string[])[],
  expected: Expected,
): string {
  const causes = rows.map((cells) => causeOf(report, layout, cells, expected));
  const usual = mostCommon(causes.map(([kind]) => kind));
  const sentence = mostCommon(causes.flatMap(([kind, text]) => (kind === usual ? [text] : [])));
  return `none of the ${rows.length} rows can be used: ${sentence ?? UNKNOWN}`;
}

/** Whatever the order: of what is equally common, the first by its letters. */
function mostCommon(texts: readonly string[]): string | undefined {
  const counts = [...Map.groupBy(texts, (text) => text)].map(([text, all]) => [text, all.length] as const);
  return counts.toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0]?.[0];
}

type Cause = readonly [kind: string, sentence: string];

function causeOf(report: Report, layout: Layout, cells: readonly string[], expected: Expected): Cause {
  if (cells.every((cell) => cell === '')) return ['empty', `their cells are all empty; ${SENT_ELSE}`];
  const width = cells.findLastIndex((cell) => cell !== '') + 1;
  if (cells.length < layout.width || width > layout.width)
    return ['width', `they have ${cells.length} cells, and the header has ${layout.width}; ${SENT_ELSE}`];

  const refreshed = cells[layout.refreshDate] ?? '';
  const hasDate = report.kind === 'daily' && layout.reportDate >= 0;
  const dated = hasDate ? (cells[layout.reportDate] ?? '') : refreshed;
  if (readDay(refreshed) === undefined) return ['refresh', noDate('Report Refresh Date', refreshed)];
  if (readDay(dated) === undefined) return ['date', noDate('Report Date', dated)];
  return causeOfDays(refreshed.slice(0, 10), dated.slice(0, 10), expected.today) ?? otherCause(layout, cells, expected);
}

function noDate(column: string, text: string): string {
  if (text === '') return `their ${column} is empty; ${SENT_ELSE}`;
  // What has letters in it may name somebody.
  const what = /^[\d\s/.:+-]{1,40}$/.test(text) ? `"${text}"` : 'text';
  return `their ${column} is ${what}, which is no date such as 2026-01-31; ${UNKNOWN}`;
}

function causeOfDays(refreshed: Day, dated: Day, today: Day): Cause | undefined {
  if (refreshed > addDays(today, 1)) {
    return [
      'future',
      `they were refreshed on ${refreshed}, and the clock of this machine says ${today}; check the clock of this machine, the next run reads the file again`,
    ];
  }
  if (refreshed < FIRST_REFRESH)
    return ['past', `they were refreshed on ${refreshed}, before there were usage reports; ${SENT_ELSE}`];
  if (dated > refreshed)
    return ['order', `their Report Date ${dated} is after their Report Refresh Date ${refreshed}; ${SENT_ELSE}`];
  if (addDays(dated, MAX_AGE_DAYS) < refreshed)
    return ['old', `their Report Date ${dated} is more than a year before they were refreshed; ${SENT_ELSE}`];
  return undefined;
}

function otherCause(layout: Layout, cells: readonly string[], { accepted }: Expected): Cause {
  const period = cells[layout.reportPeriod] ?? '';
  if (!isLabel(cells[layout.item] ?? '')) return ['item', `what they are about has too long a name; ${SENT_ELSE}`];
  const asked = [...accepted].join(' or ');
  const stated = /^\d{1,4}$/.test(period) ? `of ${period} days` : 'of no number of days';
  return ['period', `their Report Period is ${stated}, and one of ${asked} was asked for; ${SENT_ELSE}`];
}
