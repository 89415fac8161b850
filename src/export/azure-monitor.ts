import type { TokenCredential } from '@azure/identity';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { fingerprint } from '../fingerprint.ts';
import { ExportError, inBatches, type MetricPoint, type PushExporter, toFamilies } from './exporter.ts';
import { type Service, toResourceMetrics } from './to-resource-metrics.ts';

/** Half a megabyte; the ingestion endpoint takes some megabytes at most, and the exporter makes no batches itself. */
const BATCH = 1_000;

export interface AzureMonitorOptions {
  readonly connectionString: string;
  /** Undefined: the connection string is credential enough. */
  readonly credential: TokenCredential | undefined;
  readonly service: Service;
  readonly now: () => Date;
}

/** The last answer of the ingestion endpoint to a batch. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * Application Insights through the official exporter. That calls back success after a final 401, 429 or 5xx, and counts
 * on a disk that a Function throws away; so the answer that really came is watched, and decides.
 */
export async function openAzureMonitor({
  connectionString,
  credential,
  service,
  now,
}: AzureMonitorOptions): Promise<PushExporter> {
  // Statistics about the exporter that go to Microsoft: off unless asked for.
  process.env.APPLICATION_INSIGHTS_NO_STATSBEAT ??= '1';
  const { AzureMonitorMetricExporter } = await import('@azure/monitor-opentelemetry-exporter');
  let answer: Answer | undefined;
  const open = (): PushMetricExporter =>
    new AzureMonitorMetricExporter({
      connectionString,
      ...(credential && { credential }),
      disableOfflineStorage: true,
      additionalPolicies: [
        {
          position: 'perCall',
          policy: {
            name: 'watchAnswer',
            sendRequest: async (request, next) => {
              const response = await next(request);
              answer = { status: response.status, body: response.bodyAsText ?? '' };
              return response;
            },
          },
        },
      ],
    });

  return {
    name: 'azure_monitor',
    target: fingerprint(/InstrumentationKey=([^;]+)/i.exec(connectionString)?.[1]),
    repeats: false,
    push: async (points, onAccepted) => {
      const exporter = open();
      try {
        await inBatches(points, BATCH, async (batch) => {
          answer = undefined;
          const metrics = await toResourceMetrics(toFamilies(batch), service, now());
          await new Promise((resolve) => {
            exporter.export(metrics, resolve);
          });
          // In the order in which the exporter sends them.
          const sent = toFamilies(batch).flatMap(({ metric, points }) => points.map((point) => ({ metric, point })));
          onAccepted(acceptedOf(sent, answer));
          const refused = sent.length - acceptedOf(sent, answer).length;
          if (refused > 0) throw refusal(refused, answer);
        });
      } finally {
        await exporter.shutdown();
      }
    },
  };
}

/** What a batch's answer says was taken: all with 200, and with 206 all but the listed ones. */
function acceptedOf(sent: readonly MetricPoint[], answer: Answer | undefined): readonly MetricPoint[] {
  if (answer?.status === 200) return sent;
  if (answer?.status !== 206) return [];
  try {
    const { errors } = JSON.parse(answer.body);
    const refused = new Set(Array.isArray(errors) ? errors.map(({ index }) => index) : sent.keys());
    return sent.filter((_, index) => !refused.has(index));
  } catch {
    return [];
  }
}

function refusal(points: number, answer: Answer | undefined): ExportError {
  const answered = answer === undefined ? 'did not answer' : `answered ${answer.status}`;
  const advice =
    answer?.status === 401 || answer?.status === 403
      ? 'give the identity the role Monitoring Metrics Publisher on the Application Insights resource'
      : answer?.status === 400
        ? 'check APPLICATIONINSIGHTS_CONNECTION_STRING'
        : 'a later run sends them again';
  return new ExportError(`Azure Monitor ${answered}, ${points} points were not accepted; ${advice}`);
}
