import { addDays, type Day } from '../../src/report/dates.ts';

/** A ratio below this is a drop. */
export const DROPPED_BELOW = 0.6;

/** Weeks whose same weekday makes up a baseline. */
const BASELINE_WEEKS = 8;

/** A median of fewer values is no baseline. */
const MIN_VALUES = 4;

/** Dates that are judged together: one alone may be provisional. */
const JUDGED_DATES = 2;

/** How far back a judged date, or the last filled cell, is looked for; a baseline does not last longer than that. */
const LOOK_BACK_DAYS = 7 * BASELINE_WEEKS;

/** A column's values by day. */
type Values = Pick<ReadonlyMap<Day, number>, 'get'>;

/** How a column's newest values compare with what is usual for their weekdays. */
export interface Change {
  /** Undefined where too few dates have a value and a baseline. */
  readonly judged: Judged | undefined;
  /** Dates with a baseline since the last filled cell. */
  readonly silentDays: number;
}

export interface Judged {
  /** Sums over the judged dates. */
  readonly newest: number;
  readonly baseline: number;
  /** The newer of the dates. */
  readonly date: Day;
}

/** The newest values as a share of the usual ones: 1 is as usual. */
export function ratioOf({ judged }: Change): number | undefined {
  return judged && judged.baseline > 0 ? judged.newest / judged.baseline : undefined;
}

/**
 * Compare a column with its own past.
 *
 * @param newestDate the report's newest date: dates up to it without a value are silent
 * @param minimum a baseline below it is none: small numbers halve by chance
 */
export function toChange(days: Values, newestDate: Day, minimum: number): Change {
  const judged: { readonly date: Day; readonly value: number; readonly baseline: number }[] = [];
  let silentDays = 0;
  let isSilent = true;
  for (let age = 0; age < LOOK_BACK_DAYS && judged.length < JUDGED_DATES; age += 1) {
    const date = addDays(newestDate, -age);
    const value = days.get(date);
    if (value !== undefined) isSilent = false;
    const baseline = baselineOf(days, date, minimum);
    if (baseline === undefined) continue;
    if (value !== undefined) judged.push({ date, value, baseline });
    else if (isSilent) silentDays += 1;
  }
  return { judged: judged.length < JUDGED_DATES ? undefined : sumUp(judged), silentDays };
}

function sumUp(judged: readonly { readonly date: Day; readonly value: number; readonly baseline: number }[]): Judged {
  return {
    newest: judged.reduce((sum, { value }) => sum + value, 0),
    baseline: judged.reduce((sum, { baseline }) => sum + baseline, 0),
    date: judged[0]?.date ?? '',
  };
}

/** The median of the same weekday in the weeks before a date. */
function baselineOf(days: Values, date: Day, minimum: number): number | undefined {
  const values = Array.from({ length: BASELINE_WEEKS }, (_, week) => days.get(addDays(date, -7 * (week + 1)))).filter(
    (value) => value !== undefined,
  );
  if (values.length < MIN_VALUES) return undefined;
  const median = medianOf(values);
  return median < minimum ? undefined : median;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
