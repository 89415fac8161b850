import { parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { emptyResource, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, type MetricProducer, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Family } from '../metrics/point.ts';
import type { Settings } from '../settings/settings.ts';
import { VERSION } from '../settings/version.ts';
import { toGaugeData } from './to-gauge-data.ts';

const PROGRAM = 'm365-usage-exporter';

/** What OpenTelemetry calls the resource: in Prometheus it becomes `target_info`. */
export interface Service {
  /** `OTEL_SERVICE_NAME`, which goes before the attribute `service.name`. */
  readonly name: string | undefined;
  readonly version: string;
  /** The value of `OTEL_RESOURCE_ATTRIBUTES`: `key=value`, comma-separated, percent-encoded. */
  readonly resourceAttributes: string;
  /** The key of one of many tenants, where the resource says whose it is. */
  readonly tenant?: string | undefined;
}

export function serviceOf({
  serviceName,
  resourceAttributes,
}: Pick<Settings, 'serviceName' | 'resourceAttributes'>): Service {
  return { name: serviceName, version: VERSION, resourceAttributes };
}

/**
 * Bridge the points into OpenTelemetry. The provider lives for this one call: it would keep exporting every label set
 * it has ever seen, and `report_date` brings new ones daily (open-telemetry/opentelemetry-js, TemporalMetricProcessor).
 */
export async function toResourceMetrics(
  families: readonly Family[],
  service: Service,
  now: Date,
): Promise<ResourceMetrics> {
  const metrics = families
    .filter(({ points }) => points.length > 0)
    .map((family) => toGaugeData(family, now.getTime() / 1000));
  const scopeMetrics = [{ scope: { name: PROGRAM, version: service.version }, metrics }];
  const bridge: MetricProducer = {
    collect: async () => ({ resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors: [] }),
  };
  const reader = new OnDemandReader({ metricProducers: [bridge] });
  const provider = new MeterProvider({ resource: toResource(service), readers: [reader] });
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  return resourceMetrics;
}

function toResource({ name, version, resourceAttributes, tenant }: Service) {
  return resourceFromAttributes({
    'service.name': PROGRAM,
    'service.version': version,
    ...(tenant !== undefined && { 'm365.tenant.key': tenant, 'service.instance.id': tenant }),
    ...parseKeyPairsIntoRecord(resourceAttributes),
    ...(name !== undefined && { 'service.name': name }),
  });
}

class OnDemandReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}
