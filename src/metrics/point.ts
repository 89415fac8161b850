import type { Labels, MetricDefinition } from '../catalogue/types.ts';
import type { Day } from '../report/dates.ts';

/** A number with its labels, ready to export. */
export interface Point {
  readonly labels: Labels;
  readonly value: number;
  /** The point's own time, where it is not now. */
  readonly date?: Day;
}

/** The points of one metric. */
export interface Family {
  readonly metric: MetricDefinition;
  readonly points: readonly Point[];
}

/** A point with the metric it belongs to. */
export interface MetricPoint {
  readonly metric: MetricDefinition;
  readonly point: Point;
}

export function toMetricPoints(families: readonly Family[]): readonly MetricPoint[] {
  return families.flatMap(({ metric, points }) => points.map((point) => ({ metric, point })));
}

/** The families of points, each metric once. */
export function groupByMetric(points: readonly MetricPoint[]): readonly Family[] {
  const byMetric = Map.groupBy(points, ({ metric }) => metric);
  return [...byMetric].map(([metric, entries]) => ({ metric, points: entries.map(({ point }) => point) }));
}

export function isDated({ point }: MetricPoint): boolean {
  return point.date !== undefined;
}
