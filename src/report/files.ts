import { type Period, type Report, WITHIN_PERIOD } from '../catalogue/types.ts';
import { type CataloguedColumn, columnsOf, isWholePeriod } from './columns.ts';

/** The settings that decide for which periods reports are pulled. */
export interface PeriodSettings {
  readonly reportPeriod: Period;
  readonly wholePeriods: readonly Period[];
}

/** The key of what does not depend on the period it was pulled for. */
export const ANY_PERIOD = 'any';

/** One file of a report, and what is read from it. */
export interface ReportFile {
  /** Undefined where the function takes none. */
  readonly period: Period | undefined;
  /** What Graph may call the period, to be requested in turn; none where the function takes none. */
  readonly periodNames: readonly string[];
  /** Under which the report's status keeps what it knows of the file. */
  readonly key: string;
  readonly columns: readonly CataloguedColumn[];
  /** Whether unmapped columns are read from this file. */
  readonly readsUnmapped: boolean;
}

/** The files that make up a report. */
export function filesOf(report: Report, { reportPeriod, wholePeriods }: PeriodSettings): readonly ReportFile[] {
  const columns = columnsOf(report);
  const file = (period: Period, rest: Omit<ReportFile, 'period' | 'periodNames'>): ReportFile => ({
    period,
    periodNames: report.periodNames?.[period] ?? [period],
    ...rest,
  });
  if (report.takesPeriod === false)
    return [{ period: undefined, periodNames: [], key: ANY_PERIOD, columns, readsUnmapped: true }];
  if (isWholePeriod(report))
    return wholePeriods.map((period) => file(period, { key: period, columns, readsUnmapped: true }));

  const within = columns.filter(({ metric }) => metric.withinPeriod);
  if (within.length === 0 || reportPeriod === WITHIN_PERIOD) {
    return [file(reportPeriod, { key: ANY_PERIOD, columns, readsUnmapped: true })];
  }
  const others = columns.filter(({ metric }) => !metric.withinPeriod);
  return [
    file(reportPeriod, { key: ANY_PERIOD, columns: others, readsUnmapped: true }),
    file(WITHIN_PERIOD, { key: WITHIN_PERIOD, columns: within, readsUnmapped: false }),
  ];
}

/** The files a column is read from. */
export function filesOfColumn(entry: CataloguedColumn, files: readonly ReportFile[]): readonly ReportFile[] {
  return files.filter(({ columns }) => columns.some(({ column }) => column === entry.column));
}

/** Days, as Graph counts them in the name of a period. */
export function daysOf(periodName: string): number {
  return Number(periodName.slice(1));
}

/** The status key for each period that values may be filed under; what has none is not exported any more. */
export function keysByPeriod(files: readonly ReportFile[]): ReadonlyMap<number | undefined, string> {
  const named = files.flatMap(({ periodNames, key }) => periodNames.map((name) => [daysOf(name), key] as const));
  return new Map<number | undefined, string>([[undefined, ANY_PERIOD], ...named]);
}
