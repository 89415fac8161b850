import type { Report } from '../catalogue/types.ts';
import type { Part } from '../history/part-schema.ts';
import type { Newest, ReportStatus } from '../history/status-schema.ts';
import { newestDay, type Series, toSeries } from '../history/window.ts';
import { canonicalName } from '../report/columns.ts';
import type { Day } from '../report/dates.ts';
import { keysByPeriod, type ReportFile } from '../report/files.ts';
import type { SeriesKey } from '../report/reading.ts';
import { seriesId } from '../report/series-id.ts';

/** What is exported of a report is made from this. */
export interface ReportHistory {
  readonly report: Report;
  readonly status: ReportStatus;
  /** Of the periods that are pulled. */
  readonly series: readonly Series[];
  /** The filled cells of the newest dates. */
  readonly latest: Newest['values'];
  /** The newest date of the files a series comes from. */
  readonly newestDate: (series: Pick<SeriesKey, 'period'>) => Day;
}

/** The item that stands for all others. */
const ALL = 'All';

export function toReportHistory(
  report: Report,
  files: readonly ReportFile[],
  status: ReportStatus,
  parts: readonly Part[],
): ReportHistory {
  const keys = keysByPeriod(files);
  const isPulled = ({ period }: SeriesKey) => keys.has(period);
  const nameOf = canonicalName(report);
  const series = withoutTotals(toSeries(report, parts).filter(isPulled));
  const latest = Object.values(status.newest).flatMap(({ values }) => values);

  const dates = new Map(Object.entries(status.newest).map(([key, { date }]) => [key, date]));
  for (const entry of series) {
    const key = keys.get(entry.period) ?? '';
    const newest = newestDay(entry);
    if (newest > (dates.get(key) ?? '')) dates.set(key, newest);
  }
  return {
    report,
    status,
    series,
    latest: withoutAll(underCanonicalNames(latest.filter(isPulled), nameOf)),
    newestDate: ({ period }) => dates.get(keys.get(period) ?? '') ?? '',
  };
}

/** One value of each series: of several spellings of a column the catalogued one stands. */
function underCanonicalNames<T extends SeriesKey>(
  values: readonly T[],
  nameOf: (name: string) => string,
): readonly T[] {
  const isOtherName = ({ column }: T) => nameOf(column) !== column;
  const bySeries = new Map<string, T>();
  for (const value of values.toSorted((a, b) => Number(isOtherName(b)) - Number(isOtherName(a)))) {
    const named = { ...value, column: nameOf(value.column) };
    bySeries.set(seriesId(named), named);
  }
  return [...bySeries.values()];
}

/** A total beside its parts would be counted twice: it is left out on the dates that have parts. */
function withoutTotals(all: readonly Series[]): readonly Series[] {
  return all.map((series) => {
    const parts = isTotal(series) ? all.filter((other) => isPartOf(other, series)) : [];
    if (parts.length === 0) return series;
    return { ...series, days: new Map([...series.days].filter(([date]) => !parts.some(({ days }) => days.has(date)))) };
  });
}

function withoutAll<T extends SeriesKey>(values: readonly T[]): readonly T[] {
  return values.filter((value) => !isTotalBesideParts(value, values));
}

export function isTotalBesideParts(value: SeriesKey, all: readonly SeriesKey[]): boolean {
  return isTotal(value) && all.some((other) => isPartOf(other, value));
}

function isTotal({ item }: SeriesKey): boolean {
  return item === ALL;
}

function isPartOf(part: SeriesKey, total: SeriesKey): boolean {
  return part.column === total.column && part.period === total.period && part.item !== total.item;
}
