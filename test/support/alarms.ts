import { DROPPED_BELOW, usage } from '../../src/catalogue/usage.ts';
import type { Family, Point } from '../../src/metrics/point.ts';
import type { Day } from '../../src/report/dates.ts';
import { openSample } from './sample.ts';

/** The only alarm of the sample tenant, on every date. */
export const DROP = 'M365UsageDropped getOffice365GroupsActivityGroupCounts Active';

/** Fewer columns have no median. */
const MEDIAN_FROM = 5;

/** The alarms that the sample tenant raises on a date. Dates that follow one another share a `sample`, for speed. */
export function alarmsOn(date: Day, sample = openSample()): readonly string[] {
  return alarmsIn(sample(date));
}

/**
 * What infra/alerts/m365-usage.yaml says of usage, without Prometheus: `alert report column item`. Prometheus names one
 * column of a report; here are all.
 */
function alarmsIn(families: readonly Family[]): readonly string[] {
  const pointsOf = (name: string) => families.filter(({ metric }) => metric.name === name).flatMap((all) => all.points);
  const ratios = pointsOf(usage.changeRatio.name);
  const median = ratios.length < MEDIAN_FROM ? 1 : medianOf(ratios.map(({ value }) => value));
  const limit = DROPPED_BELOW * Math.min(median, 1);
  const isQuiet = median < DROPPED_BELOW;
  const below = (value: number) => ratios.filter((point) => point.value < value);
  return [
    ...named('M365UsageDropped', below(limit)),
    ...named('M365UsageDroppedSharply', below(limit / 3)),
    ...named('M365UsageVanished', isQuiet ? [] : pointsOf(usage.silentDays.name).filter(({ value }) => value >= 1)),
    ...(isQuiet ? ['M365TenantQuiet'] : []),
  ];
}

function named(alert: string, points: readonly Point[]): readonly string[] {
  return points.map(({ labels }) => [alert, labels.report, labels.column, labels.item].filter(Boolean).join(' '));
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return middle.reduce<number>((sum, value = 0) => sum + value / 2, 0);
}
