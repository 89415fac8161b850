import type { TokenCredential } from '@azure/identity';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { fingerprint } from '../fingerprint.ts';
import {
  ExportError,
  type MetricPoint,
  type PushExporter,
  sendBatches,
  toBatches,
  toFamilies,
  toMetricPoints,
} from './exporter.ts';
import { type Service, toResourceMetrics } from './to-resource-metrics.ts';

/** The client has no limit of its own. */
const TRY_TIMEOUT_MS = 20_000;

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
              request.timeout = TRY_TIMEOUT_MS;
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
    push: async (points, onAccepted, signal) => {
      const exporter = open();
      const send = async (batch: readonly MetricPoint[]) => {
        answer = undefined;
        const families = toFamilies(batch);
        const metrics = await toResourceMetrics(families, service, now());
        await new Promise((resolve) => {
          exporter.export(metrics, resolve);
        });
        const sent = toMetricPoints(families);
        const accepted = acceptedOf(sent, answer);
        onAccepted(accepted);
        if (accepted.length < sent.length) throw refusal(sent.length - accepted.length, answer);
      };
      try {
        await sendBatches(toBatches(points, BATCH), send, signal);
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
  const endsPush = answer?.status !== 206 && answer?.status !== 400;
  return new ExportError(`Azure Monitor ${answered}, ${points} points were not accepted; ${advice}`, { endsPush });
}
