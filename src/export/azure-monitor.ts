import type { TokenCredential } from '@azure/identity';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { sentenceOf } from '../errors/sentence-of.ts';
import { type Family, groupByMetric, type MetricPoint, type Point, toMetricPoints } from '../metrics/point.ts';
import type { Identity } from '../settings/exporters.ts';
import { hash } from '../settings/hash.ts';
import { connectionFault } from '../system/connection-fault.ts';
import { readVerdict } from './breeze-response.ts';
import { type PushExporter, sendBatches, toBatches } from './exporter.ts';
import type { IngestionResponse } from './ingestion-error.ts';
import { ingestionError } from './ingestion-error.ts';
import { type Service, toResourceMetrics } from './to-resource-metrics.ts';

/** The client has no limit of its own. */
const TRY_TIMEOUT_MS = 20_000;

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

/**
 * Application Insights through the official exporter. That calls back success after a final 401, 429 or 5xx, and counts
 * on a disk that a Function throws away; so the response that really came is watched, and decides.
 */
export async function createAzureMonitorExporter({
  connectionString,
  credential,
  identity,
  service,
  tenant,
  now,
}: AzureMonitorOptions): Promise<PushExporter> {
  const { AzureMonitorMetricExporter } = await import('@azure/monitor-opentelemetry-exporter');
  let lastResponse: IngestionResponse | undefined;
  // Tokens are fetched outside the policy below, and the exporter tells nobody why there is none.
  const watched: TokenCredential | undefined = credential && {
    getToken: async (scopes, options) => {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        lastResponse = { what: 'was not contacted', why: sentenceOf(error) };
        throw error;
      }
    },
  };
  const createExporter = (): PushMetricExporter =>
    new AzureMonitorMetricExporter({
      connectionString,
      ...(watched && { credential: watched }),
      disableOfflineStorage: true,
      additionalPolicies: [
        {
          position: 'perCall',
          policy: {
            name: 'watchResponse',
            sendRequest: async (request, next) => {
              request.timeout = TRY_TIMEOUT_MS;
              const url = new URL(request.url);
              try {
                const response = await next(request);
                const isOverTls = response.headers.has('strict-transport-security');
                lastResponse = { url, status: response.status, body: response.bodyAsText ?? '', isOverTls };
                return response;
              } catch (error) {
                lastResponse = { what: 'did not respond', why: connectionFault(error, url).sentence };
                throw error;
              }
            },
          },
        },
      ],
    });

  return {
    name: 'azure_monitor',
    target: hash([partsOf(connectionString), identity ?? 'none']),
    repeats: false,
    isMarked: true,
    push: async (points, onDelivered, signal) => {
      const exporter = createExporter();
      let sampledOut = 0;
      const send = async (batch: readonly MetricPoint[]) => {
        lastResponse = undefined;
        const families = groupByMetric(batch);
        const metrics = await toResourceMetrics(withTenant(families, tenant), service, now());
        await new Promise((resolve) => {
          exporter.export(metrics, resolve);
        });
        const verdict = readVerdict(toMetricPoints(families), lastResponse);
        onDelivered([...verdict.delivered, ...verdict.sampledOut, ...verdict.invalid]);
        sampledOut += verdict.sampledOut.length;
        const missing = batch.length - verdict.delivered.length - verdict.sampledOut.length;
        if (missing > 0) throw ingestionError(missing, verdict, lastResponse);
      };
      try {
        await sendBatches(toBatches(points, BATCH), send, signal);
      } finally {
        await exporter.shutdown();
      }
      return sampledOut === 0 ? undefined : { points: sampledOut, why: SAMPLED_OUT };
    },
  };
}

const SAMPLED_OUT =
  'left out by ingestion sampling; set Data sampling of the Application Insights resource to 100 % (Usage and estimated costs), and the next points are kept';

function withTenant(families: readonly Family[], tenant: string): readonly Family[] {
  const named = (point: Point) => ({ ...point, labels: { ...point.labels, tenant } });
  return families.map(({ metric, points }) => ({ metric, points: points.map(named) }));
}

/** What says where points go: its spelling and order do not matter. */
function partsOf(connectionString: string): readonly string[] {
  const parts = connectionString.split(';').map((part) => part.trim());
  return parts.filter((part) => /^(InstrumentationKey|IngestionEndpoint|EndpointSuffix|Location)=/i.test(part)).sort();
}
