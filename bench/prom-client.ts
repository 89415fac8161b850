import { Gauge, Registry } from 'prom-client';
import type { Family } from '../src/metrics/point.ts';

/** The same series in prom-client. */
export function toRegistry(families: readonly Family[]): Registry {
  const registry = new Registry();
  for (const { metric, points } of families.filter((family) => family.points.length > 0)) {
    const labelNames = [...new Set(points.flatMap(({ labels }) => Object.keys(labels)))];
    const gauge = new Gauge({ name: metric.name, help: metric.help, labelNames, registers: [registry] });
    for (const { labels, value } of points) gauge.set(labels, value);
  }
  return registry;
}
