import { EnvHttpProxyAgent } from 'undici';
import type { MetricPoint } from '../metrics/point.ts';
import { hash } from '../settings/hash.ts';
import { isLoopback } from '../system/hosts.ts';
import { ExportError, type PushExporter, sendBatches, toBatches } from './exporter.ts';
import { describeResponse, MAX_RESPONSE_BYTES, type PostResponse, type PostRules, postWithRetry } from './post.ts';
import { type TimeSeries, toWriteRequest } from './write-request.ts';

/** Prometheus' own default for samples per request. */
const BATCH = 2_000;

/** Ingestion hosts of Azure Monitor workspaces with the scope of a token for them. No other host is given one. */
export const TOKEN_SCOPES: Readonly<Record<string, string>> = {
  '.ingest.monitor.azure.com': 'https://monitor.azure.com/.default',
  '.ingest.monitor.azure.us': 'https://monitor.azure.us/.default',
  '.ingest.monitor.azure.cn': 'https://monitor.azure.cn/.default',
};

export interface RemoteWriteOptions extends Pick<PostRules, 'sleep' | 'now'> {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly getToken: (scope: string) => Promise<string>;
  /** Host suffixes that are authorised with a token. */
  readonly tokenScopes?: Readonly<Record<string, string>>;
}

/** Sends batches to a remote-write endpoint; the series of a batch are made when its turn comes. */
export type WriteBatches<T> = (
  batches: readonly T[],
  toSeries: (batch: T) => readonly TimeSeries[],
  onDelivered: (batch: T) => void,
  signal: AbortSignal,
) => Promise<void>;

/** The scope of the token that a remote-write endpoint wants; undefined where it is authorised by headers. */
export function tokenScopeOf(url: URL, tokenScopes = TOKEN_SCOPES): string | undefined {
  if (url.protocol !== 'https:' && !isLoopback(url)) return undefined;
  return Object.entries(tokenScopes).find(([suffix]) => url.hostname.endsWith(suffix))?.[1];
}

/** @throws ExportError */
export function createRemoteWriter<T>(options: RemoteWriteOptions): WriteBatches<T> {
  return async (batches, toSeries, onDelivered, signal) => {
    const dispatcher = new EnvHttpProxyAgent({ maxResponseSize: MAX_RESPONSE_BYTES });
    try {
      const scope = tokenScopeOf(options.url, options.tokenScopes);
      const authorization = scope === undefined ? {} : { authorization: `Bearer ${await options.getToken(scope)}` };
      const headers = { ...options.headers, ...authorization };
      const send = async (batch: T) => {
        await sendWithRetry(toWriteRequest(toSeries(batch)), headers, dispatcher, options, signal);
        onDelivered(batch);
      };
      await sendBatches(batches, send, signal);
    } finally {
      await dispatcher.destroy();
    }
  };
}

/** Whole series, as many as their samples allow, and one at the least. */
export function toSeriesBatches(series: readonly TimeSeries[]): readonly (readonly TimeSeries[])[] {
  const batches: TimeSeries[][] = [];
  let room = 0;
  for (const entry of series) {
    if (entry.samples.length > room || batches.length === 0) {
      batches.push([]);
      room = BATCH;
    }
    batches.at(-1)?.push(entry);
    room -= entry.samples.length;
  }
  return batches;
}

/** 5xx, 429 and broken connections are tried again, every other error is final: it would come again. */
async function sendWithRetry(
  series: Uint8Array,
  headers: Readonly<Record<string, string>>,
  dispatcher: EnvHttpProxyAgent,
  { url, sleep, now, tokenScopes }: RemoteWriteOptions,
  signal: AbortSignal,
): Promise<void> {
  const post = {
    url,
    headers: {
      ...headers,
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    body: series,
    dispatcher,
  };
  const isTransient = (status: number) => status >= 500 || status === 429;
  const response = await postWithRetry(post, { isTransient, sleep, now }, signal);
  if (!isAcceptance(response)) throw toExportError(response, tokenScopeOf(url, tokenScopes) !== undefined);
}

/**
 * The protocol accepts by the status alone, and leaves the body open: so only a page, or an error in JSON, shows that
 * somebody else responded. https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
function isAcceptance({ status, type, body }: PostResponse): boolean {
  if (status < 200 || status >= 300) return false;
  const text = body.toString().trimStart();
  if (/html|xml/.test(type) || text.startsWith('<')) return false;
  try {
    const { status: said, error, errors } = Object(JSON.parse(text));
    return said !== 'error' && !error && (!Array.isArray(errors) || errors.length === 0);
  } catch {
    return true;
  }
}

/** What another batch may fare better with. */
const OF_ONE_BATCH = [400, 409, 413, 422];

function toExportError(response: PostResponse, isAzure: boolean): ExportError {
  const endsPush = !OF_ONE_BATCH.includes(response.status);
  const failed = `the remote-write endpoint ${describeResponse(response)}`;
  return new ExportError(response.fault ? failed : `${failed}; ${adviceFor(response, isAzure)}`, { endsPush });
}

const ADVICE: Readonly<Record<number, string>> = {
  401: 'put the credential that it wants into PROMETHEUS_REMOTE_WRITE_HEADERS',
  403: 'the credential in PROMETHEUS_REMOTE_WRITE_HEADERS may not write there; give it that permission, or use another',
  404: 'check the path in PROMETHEUS_REMOTE_WRITE_URL; Prometheus itself needs --web.enable-remote-write-receiver',
  405: 'the path in PROMETHEUS_REMOTE_WRITE_URL is not that of remote write; Prometheus has /api/v1/write',
  413: 'raise the limit of the receiver, a request has up to 2,000 samples',
  415: 'it does not take remote write 1.0; name a receiver that does in PROMETHEUS_REMOTE_WRITE_URL',
  429: 'it gets too much; raise its limit, a later run tries again',
};

const AZURE_ADVICE: Readonly<Record<number, string>> = {
  401: 'check that PROMETHEUS_REMOTE_WRITE_URL is of the tenant and the cloud of the identity',
  403: 'give the managed identity the role Monitoring Metrics Publisher on the data collection rule, which takes some minutes',
};

function adviceFor({ status, redirect }: PostResponse, isAzure: boolean): string {
  if (redirect?.isSameHost) return 'write the address that it has now into PROMETHEUS_REMOTE_WRITE_URL';
  if (status < 400) return 'check PROMETHEUS_REMOTE_WRITE_URL, a later run sends them again';
  if (status >= 500) return 'its own log says what is wrong, a later run tries again';
  const advice = (isAzure ? AZURE_ADVICE[status] : undefined) ?? ADVICE[status];
  return advice ?? 'its own log says what it refuses; no other exporter may write the same series';
}

/** Remote write as an exporter: every point is a sample of the moment it is sent. */
export function createRemoteWriteExporter(options: RemoteWriteOptions): PushExporter {
  const write = createRemoteWriter<readonly MetricPoint[]>(options);
  const toSeries = (points: readonly MetricPoint[]) => {
    const time = options.now().getTime();
    return points.map(({ metric, point }) => ({
      name: metric.name,
      labels: point.labels,
      samples: [[time, point.value] as const],
    }));
  };
  return {
    name: 'prometheus_remote_write',
    target: hash([options.url.href, options.headers]),
    repeats: true,
    isMarked: false,
    push: async (points, onDelivered, signal) => {
      await write(toBatches(points, BATCH), toSeries, onDelivered, signal);
      return undefined;
    },
  };
}
