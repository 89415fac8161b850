import { dependsOnPeriod } from './index.ts';
import type { Period, Report } from './types.ts';

/** The settings that decide for which periods reports are pulled. */
export interface PeriodSettings {
  readonly reportPeriod: Period;
  readonly wholePeriods: readonly Period[];
}

/** The periods a report is pulled for; none where its function takes none. */
export function periodsOf(report: Report, { reportPeriod, wholePeriods }: PeriodSettings): readonly Period[] {
  if (!report.takesPeriod) return [];
  return dependsOnPeriod(report) ? wholePeriods : [reportPeriod];
}

/** The key of values that do not depend on the period they were pulled for. */
export const ANY_PERIOD = 'any';

/** One file of a report: the period to ask for, and the key under which its status is kept. */
export interface Pull {
  readonly period: Period | undefined;
  readonly key: string;
}

/** The files that make up a report. */
export function pullsOf(report: Report, settings: PeriodSettings): readonly Pull[] {
  const periods = periodsOf(report, settings);
  if (periods.length === 0) return [{ period: undefined, key: ANY_PERIOD }];
  return periods.map((period) => ({ period, key: dependsOnPeriod(report) ? period : ANY_PERIOD }));
}
