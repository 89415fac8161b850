import { health } from '../catalogue/health.ts';
import type { MetricDefinition } from '../catalogue/types.ts';
import { usage } from '../catalogue/usage.ts';
import { toExporterStates } from '../metrics/closing.ts';
import type { MetricPoint } from '../metrics/point.ts';
import type { ExportOutcome, ExportStatuses } from '../store/delivery-schemas.ts';
import type { PushExporter } from './exporter.ts';

/** The states that a receiver was sent and that are not 0: metric → labels → value. */
export type ReportedStates = NonNullable<ExportOutcome['told']>;

const DEFINITIONS: readonly MetricDefinition[] = [...Object.values(health), ...Object.values(usage)];
const STATES = DEFINITIONS.filter(({ isState }) => isState);

/**
 * A zero for every state that was sent and is gone: a report that is no longer selected, an exporter that is no longer
 * named. Whoever reads what was pushed would find the last value for as long as they look back.
 */
export function goneStates(reported: ReportedStates, points: readonly MetricPoint[]): readonly MetricPoint[] {
  const present = new Set(points.map(({ metric, point }) => `${metric.name}${JSON.stringify(point.labels)}`));
  return STATES.flatMap((metric) =>
    Object.keys(reported[metric.name] ?? {})
      .filter((labels) => !present.has(`${metric.name}${labels}`))
      .map((labels) => ({ metric, point: { labels: JSON.parse(labels), value: 0 } })),
  );
}

/** What the receiver knows after these points were delivered. */
export function withReported(reported: ReportedStates, delivered: readonly MetricPoint[]): ReportedStates {
  const byMetric = Map.groupBy(
    delivered.filter(({ metric }) => metric.isState),
    ({ metric }) => metric.name,
  );
  const changed = [...byMetric].map(([name, points]) => {
    const values = points.map(({ point }) => [JSON.stringify(point.labels), point.value] as const);
    const all = Object.entries({ ...reported[name], ...Object.fromEntries(values) });
    return [name, Object.fromEntries(all.filter(([, value]) => value !== 0))] as const;
  });
  const metrics = Object.entries({ ...reported, ...Object.fromEntries(changed) });
  return Object.fromEntries(metrics.filter(([, values]) => Object.keys(values).length > 0));
}

/** What the exporter's present target was sent. */
export function reportedTo(
  { name, target }: Pick<PushExporter, 'name' | 'target'>,
  statuses: ExportStatuses,
): ReportedStates {
  const last = statuses[name]?.last;
  return last?.target === target ? (last.told ?? {}) : {};
}

/** Whether a marked exporter was sent other states of the exporters than they have now. */
export function knowsOtherStates(
  exporter: Pick<PushExporter, 'name' | 'target' | 'isMarked'>,
  exporters: readonly string[],
  statuses: ExportStatuses,
): boolean {
  if (!exporter.isMarked) return false;
  const { metric, points } = toExporterStates(exporters.flatMap((name) => statuses[name] ?? []));
  const now =
    withReported(
      {},
      points.map((point) => ({ metric, point })),
    )[metric.name] ?? {};
  const reported = reportedTo(exporter, statuses)[metric.name] ?? {};
  const names = new Set([...Object.keys(now), ...Object.keys(reported)]);
  return [...names].some((name) => now[name] !== reported[name]);
}
