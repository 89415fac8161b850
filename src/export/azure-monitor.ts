import type { TokenCredential } from '@azure/identity';
import { type Family, groupByMetric, type MetricPoint, type Point, toMetricPoints } from '../metrics/point.ts';
import type { Identity } from '../settings/exporters.ts';
import { hash } from '../settings/hash.ts';
import { readVerdict } from './breeze-response.ts';
import { type LeftOut, type PushExporter, sendBatches, toBatches } from './exporter.ts';
import { createIngestionClient, type IngestionClient } from './ingestion-client.ts';
import { ingestionError } from './ingestion-error.ts';
import { type Service, toResourceMetrics } from './to-resource-metrics.ts';

/** Half a megabyte; the ingestion endpoint takes some megabytes at most, and the exporter makes no batches itself. */
const BATCH = 1_000;

export interface AzureMonitorOptions {
  readonly connectionString: string;
  /** Undefined: the connection string is credential enough. */
  readonly credential: TokenCredential | undefined;
  /** Who the credential is; undefined without one. */
  readonly identity: Identity | undefined;
  readonly service: Service;
  /** The dimension `tenant` of every point: a workspace may hold those of many. */
  readonly tenant: string;
  readonly now: () => Date;
}

/** Application Insights: what was accepted is what the response that really came accepts. */
export async function createAzureMonitorExporter(options: AzureMonitorOptions): Promise<PushExporter> {
  const { connectionString, credential, identity } = options;
  const client = await createIngestionClient(connectionString, credential);
  return {
    name: 'azure_monitor',
    target: hash([partsOf(connectionString), identity ?? 'none']),
    repeats: false,
    isMarked: true,
    push: (points, onDelivered, signal) => push(client, options, points, onDelivered, signal),
  };
}

async function push(
  client: IngestionClient,
  { service, tenant, now }: AzureMonitorOptions,
  ...[points, onDelivered, signal]: Parameters<PushExporter['push']>
): Promise<LeftOut | undefined> {
  const exporter = client.create();
  let sampledOut = 0;
  const send = async (batch: readonly MetricPoint[]) => {
    client.forget();
    const families = groupByMetric(batch);
    const metrics = await toResourceMetrics(withTenant(families, tenant), service, now());
    await new Promise((resolve) => {
      exporter.export(metrics, resolve);
    });
    const response = client.lastResponse();
    const verdict = readVerdict(toMetricPoints(families), response);
    onDelivered([...verdict.delivered, ...verdict.sampledOut, ...verdict.invalid]);
    sampledOut += verdict.sampledOut.length;
    const missing = batch.length - verdict.delivered.length - verdict.sampledOut.length;
    if (missing > 0) throw ingestionError(missing, verdict, response);
  };
  try {
    await sendBatches(toBatches(points, BATCH), send, signal);
  } finally {
    await exporter.shutdown();
  }
  return sampledOut === 0 ? undefined : { points: sampledOut, why: SAMPLED_OUT };
}

const SAMPLED_OUT =
  'left out by ingestion sampling; set Data sampling of the Application Insights resource to 100 % (Usage and estimated costs), and the next points are kept';

function withTenant(families: readonly Family[], tenant: string): readonly Family[] {
  const named = (point: Point) => ({ ...point, labels: { tenant, ...point.labels } });
  return families.map(({ metric, points }) => ({ metric, points: points.map(named) }));
}

/** What says where points go: its spelling and order do not matter. */
function partsOf(connectionString: string): readonly string[] {
  const parts = connectionString.split(';').map((part) => part.trim());
  return parts.filter((part) => /^(InstrumentationKey|IngestionEndpoint|EndpointSuffix|Location)=/i.test(part)).sort();
}
