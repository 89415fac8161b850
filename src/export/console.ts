import { ConsoleMetricExporter } from '@opentelemetry/sdk-metrics';
import { groupByMetric } from '../metrics/point.ts';
import type { PushExporter } from './exporter.ts';
import { type Service, toResourceMetrics } from './to-resource-metrics.ts';

/** OpenTelemetry's own exporter for people who look at what would be sent. */
export function createConsoleExporter(service: Service, now: () => Date): PushExporter {
  return {
    name: 'console',
    target: 'console',
    repeats: false,
    isMarked: false,
    push: async (points, onDelivered) => {
      const metrics = await toResourceMetrics(groupByMetric(points), service, now());
      await new Promise((resolve) => {
        new ConsoleMetricExporter().export(metrics, resolve);
      });
      onDelivered(points);
      return undefined;
    },
  };
}
