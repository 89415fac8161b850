import type { Labels } from '../catalogue/types.ts';
import type { MetricPoint } from '../metrics/point.ts';
import { addDays, type Day } from '../report/dates.ts';
import type { Delivered } from './delivery-schemas.ts';

/** The dated points that were not delivered to an exporter with this value, and all that have no date. */
export function toPush(points: readonly MetricPoint[], delivered: Delivered): readonly MetricPoint[] {
  return points.filter(({ metric, point: { labels, value, date } }) => {
    return date === undefined || delivered[metric.name]?.[seriesOf(labels)]?.[date] !== value;
  });
}

/** Longer than any window: what was delivered of older dates is forgotten. */
const REMEMBERED_DAYS = 800;

/** What is delivered now: what was before, and these dated points. */
export function withDelivered(delivered: Delivered, points: readonly MetricPoint[]): Delivered {
  const known = new Map(Object.entries(delivered).map(([metric, series]) => [metric, new Map(Object.entries(series))]));
  for (const { metric, point } of points) {
    if (point.date === undefined) continue;
    const ofMetric = known.get(metric.name) ?? new Map<string, Readonly<Record<string, number>>>();
    const series = seriesOf(point.labels);
    known.set(metric.name, ofMetric.set(series, { ...ofMetric.get(series), [point.date]: point.value }));
  }
  const newest =
    points
      .map(({ point }) => point.date ?? '')
      .toSorted()
      .at(-1) ?? '';
  const oldest = newest === '' ? '' : addDays(newest, -REMEMBERED_DAYS);
  return Object.fromEntries(
    [...known].map(([metric, series]) => [
      metric,
      Object.fromEntries([...series].map(([labels, days]) => [labels, withoutDaysBefore(days, oldest)])),
    ]),
  );
}

/** What is left after some of it was forgotten. */
export function withoutDelivered(delivered: Delivered, isForgotten: (metric: string, date: Day) => boolean): Delivered {
  return Object.fromEntries(
    Object.entries(delivered).map(([metric, series]) => {
      const keep = ([date]: readonly [Day, number]) => !isForgotten(metric, date);
      const left = Object.entries(series).map(
        ([labels, days]) => [labels, Object.fromEntries(Object.entries(days).filter(keep))] as const,
      );
      return [metric, Object.fromEntries(left.filter(([, days]) => Object.keys(days).length > 0))];
    }),
  );
}

function withoutDaysBefore(days: Readonly<Record<string, number>>, oldest: string): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(days).filter(([day]) => day >= oldest));
}

function seriesOf({ report_date: _date, ...labels }: Labels): string {
  return JSON.stringify(labels);
}
