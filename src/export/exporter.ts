import type { MetricDefinition } from '../catalogue/types.ts';
import type { Family, Point } from '../metrics/point.ts';

/** A point with the metric it belongs to. */
export interface MetricPoint {
  readonly metric: MetricDefinition;
  readonly point: Point;
}

/** Somewhere points are pushed to. */
export interface PushExporter {
  /** As `OTEL_METRICS_EXPORTER` spells it. */
  readonly name: string;
  /** Differs where points go elsewhere: what has accepted nothing yet gets everything. */
  readonly target: string;
  /** Whether current values are repeated between pulls, because the other side forgets them within minutes. */
  readonly repeats: boolean;
  /**
   * Send points in batches. `onAccepted` is told of what the other side has confirmed, batch by batch.
   *
   * @throws ExportError when anything was not accepted
   */
  readonly push: (
    points: readonly MetricPoint[],
    onAccepted: (points: readonly MetricPoint[]) => void,
  ) => Promise<void>;
}

/** Points were not accepted. The message is one sentence that says what to do, without a token or a key. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

export function toMetricPoints(families: readonly Family[]): readonly MetricPoint[] {
  return families.flatMap(({ metric, points }) => points.map((point) => ({ metric, point })));
}

export function toFamilies(points: readonly MetricPoint[]): readonly Family[] {
  const byMetric = Map.groupBy(points, ({ metric }) => metric);
  return [...byMetric].map(([metric, entries]) => ({ metric, points: entries.map(({ point }) => point) }));
}

/** Send batch after batch; what is accepted before one fails stays accepted. */
export async function inBatches<T>(
  all: readonly T[],
  size: number,
  send: (batch: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < all.length; start += size) await send(all.slice(start, start + size));
}
