import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { counted } from '../errors/counted.ts';
import { ConfigError } from '../errors/errors.ts';
import { groupByMetric, type MetricPoint } from '../metrics/point.ts';
import { hash } from '../settings/hash.ts';
import { loadTls, type OtlpSettings } from '../settings/otlp-settings.ts';
import { ExportError, type PushExporter, sendBatches, toBatches } from './exporter.ts';
import { rejectedBy } from './otlp-response.ts';
import { describeResponse, MAX_RESPONSE_BYTES, type PostResponse, type PostRules, postWithRetry } from './post.ts';
import { type Service, toResourceMetrics } from './to-resource-metrics.ts';

/** About a megabyte each. */
const BATCH = 5_000;

/** https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const TRANSIENT = [429, 502, 503, 504];

export interface OtlpOptions extends Pick<PostRules, 'sleep' | 'now'> {
  readonly settings: OtlpSettings;
  readonly service: Service;
}

/**
 * OTLP over HTTP as protobuf. OpenTelemetry's own exporter takes any response 2xx for acceptance, and only logs what a
 * receiver rejects; here each batch is accepted by its own response, and only by one that says so.
 */
export function createOtlpExporter(options: OtlpOptions): PushExporter {
  const { url, headers } = options.settings;
  return {
    name: 'otlp',
    target: hash([url.href, headers]),
    repeats: true,
    isMarked: false,
    push: async (points, onDelivered, signal) => {
      const dispatcher = createDispatcher(options.settings);
      const send = async (batch: readonly MetricPoint[]) => {
        const response = await post(batch, options, dispatcher, signal);
        const rejected = response.status >= 200 && response.status < 300 ? rejectedBy(response) : undefined;
        if (rejected === undefined) throw toExportError(response, options.settings);
        // Which ones it rejects it does not tell, and those that it took must not be sent again.
        if (rejected >= batch.length)
          throw new ExportError(
            'the OTLP receiver rejected every point; its own log says why, a later run sends them again',
          );
        onDelivered(batch);
        if (rejected > 0)
          throw new ExportError(
            `the OTLP receiver rejected ${counted(rejected, 'point')} for good; its own log says why`,
          );
      };
      try {
        await sendBatches(toBatches(points, BATCH), send, signal);
      } finally {
        await dispatcher.destroy();
      }
      return undefined;
    },
  };
}

/** The files of the certificates are read for each push: they are replaced when they expire. */
function createDispatcher({ tls }: OtlpSettings): Dispatcher {
  try {
    const files = loadTls(tls);
    return new EnvHttpProxyAgent({ connect: files, requestTls: files, maxResponseSize: MAX_RESPONSE_BYTES });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ExportError(error.problems.map(({ sentence }) => sentence).join('; '));
  }
}

async function post(
  batch: readonly MetricPoint[],
  { settings, service, now, sleep }: OtlpOptions,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<PostResponse> {
  const metrics = await toResourceMetrics(groupByMetric(batch), service, now());
  const plain = ProtobufMetricsSerializer.serializeRequest(metrics) ?? new Uint8Array();
  const body = settings.isCompressed ? await promisify(gzip)(plain) : plain;
  const headers = {
    ...settings.headers,
    'content-type': 'application/x-protobuf',
    ...(settings.isCompressed && { 'content-encoding': 'gzip' }),
  };
  // The time for a batch, tries and waits included.
  const ending = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]);
  const rules = { isTransient: (status: number) => TRANSIENT.includes(status), sleep, now };
  return postWithRetry({ url: settings.url, headers, body, dispatcher }, rules, ending);
}

function toExportError(response: PostResponse, { endpointSetting }: OtlpSettings): ExportError {
  const endsPush = response.status !== 400 && response.status !== 413;
  const failed = `the OTLP receiver ${describeResponse(response)}`;
  if (response.fault === undefined)
    return new ExportError(`${failed}; ${adviceFor(response, endpointSetting)}`, { endsPush });
  const isOfTls = /certificate|TLS/.test(response.fault.sentence);
  return new ExportError(isOfTls ? `${failed}; ${OF_TLS}` : failed, { endsPush });
}

const OF_TLS =
  'for OTLP alone an authority can be named in OTEL_EXPORTER_OTLP_CERTIFICATE, and what a receiver may ask for in OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and OTEL_EXPORTER_OTLP_CLIENT_KEY';

const OTHERS: Readonly<Record<number, string>> = {
  400: 'its own log says what it does not take',
  401: 'put the credential that it wants into OTEL_EXPORTER_OTLP_HEADERS',
  403: 'the credential in OTEL_EXPORTER_OTLP_HEADERS may not write there; give it that permission, or use another',
  413: 'raise the limit of the receiver, a request has about a megabyte',
  415: 'it does not take what is sent; name a receiver of OTLP over HTTP, or set OTEL_EXPORTER_OTLP_COMPRESSION to none',
  429: 'it gets too much; raise its limit, a later run sends them again',
};

function adviceFor({ status, redirect }: PostResponse, endpointSetting: string): string {
  if (redirect?.isSameHost) return `write the address that it has now into ${endpointSetting}`;
  if (status >= 500) return 'its own log says what is wrong, a later run sends them again';
  if (status === 404 || status === 405)
    return `check ${endpointSetting}: /v1/metrics is added to OTEL_EXPORTER_OTLP_ENDPOINT, and nothing to OTEL_EXPORTER_OTLP_METRICS_ENDPOINT`;
  return OTHERS[status] ?? `check ${endpointSetting}, a later run sends them again`;
}
