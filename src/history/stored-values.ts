import type { Report } from '../catalogue/types.ts';
import { canonicalName } from '../report/columns.ts';
import type { Day } from '../report/dates.ts';
import { ANY_PERIOD, daysOf } from '../report/files.ts';
import type { DatedValue } from '../report/reading.ts';
import { seriesId } from '../report/series-id.ts';
import { compact } from './merge.ts';
import { comparePrecedence, compareText } from './part.ts';
import type { Part, Precedence } from './part-schema.ts';
import type { Newest, ReportStatus } from './status-schema.ts';
import { toSeries } from './window.ts';

/** Some of a report's values; what is left out does not narrow them down. Both days are inclusive. */
export interface Choice {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  /** By any name that the catalogue knows it by. */
  readonly column?: string | undefined;
}

export type IsChosen = (column: string, date: Day) => boolean;

export function toIsChosen(report: Report, { from = '', to = '9999', column }: Choice): IsChosen {
  const nameOf = canonicalName(report);
  const wanted = column === undefined ? undefined : nameOf(column);
  return (name, date) => date >= from && date <= to && (wanted === undefined || nameOf(name) === wanted);
}

/** The chosen values under the headers of the catalogue, by date, then by column, item and period. */
export function chosenValues(report: Report, parts: readonly Part[], isChosen: IsChosen): readonly DatedValue[] {
  const values = toSeries(report, parts).flatMap(({ days, ...key }) =>
    [...days].filter(([date]) => isChosen(key.column, date)).map(([date, value]) => ({ ...key, date, value })),
  );
  return values.sort(
    (a, b) =>
      compareText(a.date, b.date) ||
      compareText(a.column, b.column) ||
      compareText(a.item, b.item) ||
      (a.period ?? 0) - (b.period ?? 0),
  );
}

/** The part without the chosen values, and without ETags: each of them says that all values of a file are there. */
export function withoutValues(part: Part, isChosen: IsChosen): Part {
  const series = part.series.map((entry) => ({
    ...entry,
    days: Object.fromEntries(Object.entries(entry.days).filter(([date]) => !isChosen(entry.column, date))),
  }));
  const left = series.filter(({ days }) => Object.keys(days).length > 0);
  return { ...part, ...compact(part.readings, left), answers: {} };
}

/**
 * The status after the chosen values were removed: where a newest value is no longer stored, the newest that are. What a
 * pull has read meanwhile is stored again, and stays.
 *
 * @param parts as they are stored after `status` was read: a pull writes them before it writes the status
 */
export function withStoredNewest(status: ReportStatus, parts: readonly Part[], isChosen: IsChosen): ReportStatus {
  const sourced = parts.flatMap(withSources);
  const stored = new Set(sourced.map(({ value }) => idOf(value)));
  const isGone = ({ date, values }: Newest) =>
    values.length === 0
      ? isChosen('', date)
      : values.some((value) => isChosen(value.column, date) && !stored.has(idOf({ ...value, date })));
  const newest = Object.entries(status.newest).flatMap(([key, known]) => {
    const next = isGone(known) ? newestOf(sourced.filter(isOfFile(key, known))) : known;
    return next === undefined ? [] : [[key, next] as const];
  });
  return { ...status, newest: Object.fromEntries(newest) };
}

/** A stored value with the reading that it comes from. */
interface Sourced {
  readonly value: DatedValue;
  readonly reading: Precedence;
}

function withSources({ readings, series }: Part): readonly Sourced[] {
  return series.flatMap(({ days, ...key }) =>
    Object.entries(days).flatMap(([date, [value, index]]) => {
      const reading = readings[index];
      return reading === undefined ? [] : [{ value: { ...key, date, value }, reading }];
    }),
  );
}

function idOf(value: DatedValue): string {
  return `${value.date}\n${seriesId(value)}`;
}

/** Graph may call a period by another name than its key, which the values then know. */
function isOfFile(key: string, { values }: Newest): (sourced: Sourced) => boolean {
  const ofKey = key === ANY_PERIOD ? undefined : daysOf(key);
  const periods = new Set(values.length === 0 ? [ofKey] : values.map(({ period }) => period));
  return ({ value }) => periods.has(value.period);
}

/** What the reading that supersedes all others has of its newest date. */
function newestOf(sourced: readonly Sourced[]): Newest | undefined {
  const [last] = sourced.toSorted(
    (a, b) => comparePrecedence(b.reading, a.reading) || compareText(b.value.date, a.value.date),
  );
  if (last === undefined) return undefined;
  const { reading } = last;
  const { date } = last.value;
  const ofLast = sourced.filter(
    (other) => other.value.date === date && comparePrecedence(other.reading, reading) === 0,
  );
  return { ...reading, date, values: ofLast.map(({ value: { date: _, ...value } }) => value) };
}
