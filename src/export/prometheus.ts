import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { Family } from '../metrics/point.ts';
import { type Service, toResourceMetrics } from './to-resource-metrics.ts';

/** Families as Prometheus text, piece by piece: the resource stands before the first one. */
export async function* toPrometheus(
  families: AsyncIterable<Family> | Iterable<Family>,
  service: Service,
  now: Date,
): AsyncGenerator<string> {
  let withoutTargetInfo = false;
  for await (const family of families) {
    if (family.points.length === 0) continue;
    const metrics = await toResourceMetrics([family], service, now);
    yield new PrometheusSerializer(undefined, false, undefined, withoutTargetInfo, true).serialize(metrics);
    withoutTargetInfo = true;
  }
}
