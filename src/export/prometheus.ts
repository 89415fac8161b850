import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { Family } from '../metrics/point.ts';
import { type Service, toResourceMetrics } from './to-resource-metrics.ts';

/** Families as Prometheus text. */
export async function toPrometheus(families: readonly Family[], service: Service, now: Date): Promise<string> {
  const metrics = await toResourceMetrics(families, service, now);
  return new PrometheusSerializer(undefined, false, undefined, false, true).serialize(metrics);
}
