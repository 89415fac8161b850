import { EnvHttpProxyAgent } from 'undici';
import { fingerprint } from '../fingerprint.ts';
import { isLoopback } from '../graph/hosts.ts';
import { readRetryAfter } from '../graph/retry.ts';
import { VERSION } from '../version.ts';
import { ExportError, type MetricPoint, type PushExporter, sendBatches, toBatches } from './exporter.ts';
import { type TimeSeries, toWriteRequest } from './write-request.ts';

/** Prometheus' own default for samples per request. */
const BATCH = 2_000;

const MAX_TRIES = 5;
const FIRST_WAIT_MS = 500;

/** A receiver that asks for more patience than this is asked again by the next run. */
const MAX_WAIT_MS = 30_000;
const TRY_TIMEOUT_MS = 30_000;

/** Ingestion hosts of Azure Monitor workspaces with the scope of a token for them. No other host is given one. */
export const TOKEN_SCOPES: Readonly<Record<string, string>> = {
  '.ingest.monitor.azure.com': 'https://monitor.azure.com/.default',
  '.ingest.monitor.azure.us': 'https://monitor.azure.us/.default',
  '.ingest.monitor.azure.cn': 'https://monitor.azure.cn/.default',
};

export interface RemoteWriteOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly getToken: (scope: string) => Promise<string>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => Date;
  /** Host suffixes that are authorised with a token. */
  readonly tokenScopes?: Readonly<Record<string, string>>;
}

/** Sends batches to a remote-write endpoint; the series of a batch are made when its turn comes. */
export type WriteBatches<T> = (
  batches: readonly T[],
  toSeries: (batch: T) => readonly TimeSeries[],
  onAccepted: (batch: T) => void,
  signal: AbortSignal,
) => Promise<void>;

/** The scope of the token that a remote-write endpoint wants; undefined where it is authorised by headers. */
export function tokenScopeOf(url: URL, tokenScopes = TOKEN_SCOPES): string | undefined {
  if (url.protocol !== 'https:' && !isLoopback(url)) return undefined;
  return Object.entries(tokenScopes).find(([suffix]) => url.hostname.endsWith(suffix))?.[1];
}

/** @throws ExportError */
export function openWriter<T>(options: RemoteWriteOptions): WriteBatches<T> {
  return async (batches, toSeries, onAccepted, signal) => {
    const dispatcher = new EnvHttpProxyAgent();
    try {
      const scope = tokenScopeOf(options.url, options.tokenScopes);
      const authorization = scope === undefined ? {} : { authorization: `Bearer ${await options.getToken(scope)}` };
      const headers = { ...options.headers, ...authorization };
      const send = async (batch: T) => {
        await sendUntilAccepted(toWriteRequest(toSeries(batch)), headers, dispatcher, options, signal);
        onAccepted(batch);
      };
      await sendBatches(batches, send, signal);
    } finally {
      await dispatcher.close();
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

/** 5xx, 429 and broken connections are tried again, every other refusal is final: it would be refused again. */
async function sendUntilAccepted(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  dispatcher: EnvHttpProxyAgent,
  { url, sleep, now }: RemoteWriteOptions,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { status, askedMs, isFinal } = await send(body, headers, dispatcher, url, now(), signal);
    if (status >= 200 && status < 300) return;
    const waitMs = Math.max(FIRST_WAIT_MS * 2 ** (tries - 1), askedMs);
    if (isFinal || tries === MAX_TRIES || waitMs > MAX_WAIT_MS || signal.aborted) throw refusal(status);
    await sleep(waitMs, signal).catch(() => {});
  }
}

async function send(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  dispatcher: EnvHttpProxyAgent,
  url: URL,
  now: Date,
  ending: AbortSignal,
) {
  try {
    const answer = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
        'user-agent': `m365-usage-exporter/${VERSION}`,
        ...headers,
      },
      body,
      signal: AbortSignal.any([ending, AbortSignal.timeout(TRY_TIMEOUT_MS)]),
    });
    await answer.body.dump();
    const status = answer.statusCode;
    const retryAfter = answer.headers['retry-after'];
    const askedMs = readRetryAfter(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, now);
    return { status, askedMs, isFinal: status < 500 && status !== 429 };
  } catch {
    return { status: 0, askedMs: 0, isFinal: false };
  }
}

function refusal(status: number): ExportError {
  const answered = status === 0 ? 'did not answer' : `answered ${status}`;
  const advice =
    status === 401 || status === 403
      ? 'check PROMETHEUS_REMOTE_WRITE_HEADERS, or give the managed identity the role Monitoring Metrics Publisher on the data collection rule'
      : status >= 400 && status < 500 && status !== 429
        ? 'check PROMETHEUS_REMOTE_WRITE_URL and what the receiver accepts'
        : 'a later run tries again';
  const endsPush = status === 0 || status === 401 || status === 403 || status === 429 || status >= 500;
  return new ExportError(`the remote-write endpoint ${answered}; ${advice}`, { endsPush });
}

/** Remote write as an exporter: every point is a sample of the moment it is sent. */
export function openRemoteWrite(options: RemoteWriteOptions): PushExporter {
  const write = openWriter<readonly MetricPoint[]>(options);
  const { authorization: _authorization, ...headers } = options.headers;
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
    target: fingerprint([options.url.href, headers]),
    repeats: true,
    push: (points, onAccepted, signal) => write(toBatches(points, BATCH), toSeries, onAccepted, signal),
  };
}
