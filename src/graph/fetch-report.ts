import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, errors } from 'undici';
import { ReportError } from '../errors.ts';
import { readGraphError, toReportError } from './graph-error.ts';
import { MAX_CALLS_PER_REPORT, MAX_TRIES, readRetryAfter, waitBefore } from './retry.ts';

/** Graph prepares a file before it answers; what takes longer than a minute is stuck. */
const TRY_TIMEOUT_MS = 60_000;

/** A year of the widest report is below 200 KiB; more than this is a mistake or an attack. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** What reports are fetched with, made anew for each run. */
export interface Graph {
  /** Fails answers over `MAX_FILE_BYTES`. */
  readonly dispatcher: Dispatcher;
  readonly getToken: () => Promise<string>;
  readonly isDownloadUrl: (url: URL) => boolean;
  /** Ends with the run. */
  readonly signal: AbortSignal;
  /** Unix time in milliseconds at which `signal` aborts. */
  readonly deadline: number;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told the HTTP status of every answer of Graph, or `none`. */
  readonly onAnswer: (status: string) => void;
}

export interface FileRequest {
  readonly url: string;
  /** Sent as `If-None-Match`. */
  readonly etag?: string | undefined;
}

/** `text` is undefined where the file has not changed since `etag`. */
export interface File {
  readonly text: string | undefined;
  readonly etag: string | undefined;
}

/** Fetches the files of one report, within the number of calls Graph allows it. */
export type FetchFile = (request: FileRequest) => Promise<File>;

/**
 * A `FetchFile` for one report. It asks Graph, follows the one redirect, and begins again at Graph when an answer or a
 * download broke: a download URL expires within minutes.
 *
 * @throws ReportError
 */
export function reportFetcher(graph: Graph): FetchFile {
  let calls = 0;
  return async function fetchFile(request) {
    for (let tries = 1; ; tries += 1) {
      if (calls >= MAX_CALLS_PER_REPORT) throw usedUp();
      calls += 1;
      try {
        return await fetchOnce(request, graph);
      } catch (error) {
        if (!(error instanceof ReportError) || error.retryAfterMs === undefined) throw error;
        if (tries >= MAX_TRIES || calls >= MAX_CALLS_PER_REPORT) throw error;
        await wait(waitBefore(tries, error.retryAfterMs), error, graph);
      }
    }
  };
}

function usedUp(): ReportError {
  return new ReportError(
    'throttled',
    `the ${MAX_CALLS_PER_REPORT} calls that a report may take in ten minutes are used up; a later run goes on`,
  );
}

async function wait(ms: number, error: ReportError, graph: Graph): Promise<void> {
  if (graph.now().getTime() + ms < graph.deadline)
    return graph.sleep(ms, graph.signal).catch(() => Promise.reject(error));
  if (error.reason !== 'throttled') throw error;
  const seconds = Math.ceil(ms / 1000);
  throw new ReportError(
    'throttled',
    `Graph asks to wait ${seconds} s, longer than this run may last; a later run tries again`,
  );
}

async function fetchOnce(request: FileRequest, graph: Graph): Promise<File> {
  if (graph.signal.aborted)
    throw new ReportError('timeout', 'the run ended before the report was read; the next run reads it');
  const signal = AbortSignal.any([graph.signal, AbortSignal.timeout(TRY_TIMEOUT_MS)]);
  const answer = await askGraph(request, graph, signal);
  const etag = header(answer, 'etag');

  if (answer.statusCode === 304) {
    await answer.body.dump();
    return { text: undefined, etag };
  }
  if (answer.statusCode === 200) return { text: await readText(answer, signal), etag };
  if (answer.statusCode !== 302) {
    const retryAfterMs = readRetryAfter(header(answer, 'retry-after'), graph.now());
    throw toReportError(answer.statusCode, readGraphError(await readText(answer, signal)), retryAfterMs);
  }
  await answer.body.dump();
  return { text: await download(header(answer, 'location'), graph, signal), etag };
}

async function askGraph(
  { url, etag }: FileRequest,
  graph: Graph,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const headers = { authorization: `Bearer ${await graph.getToken()}`, ...(etag && { 'if-none-match': etag }) };
  try {
    const answer = await get(new URL(url), headers, graph, signal);
    graph.onAnswer(String(answer.statusCode));
    return answer;
  } catch (error) {
    graph.onAnswer('none');
    throw broken('network', 'Graph did not answer', error, signal);
  }
}

/** The URL carries its own credential and lies on another host: our token stays behind, and the URL is never repeated. */
async function download(location: string | undefined, graph: Graph, signal: AbortSignal): Promise<string> {
  const url = URL.parse(location ?? '');
  if (url === null) throw new ReportError('redirect', 'Graph redirected to no usable address; the next run asks again');
  if (!graph.isDownloadUrl(url)) {
    throw new ReportError(
      'redirect',
      `Graph redirected to ${url.protocol}//${url.hostname}, which is not allowed; if that host is Microsoft's, add it to REPORT_DOWNLOAD_HOSTS`,
    );
  }
  const answer = await get(url, {}, graph, signal).catch((error: unknown) => {
    throw broken('download', 'the download did not answer', error, signal);
  });
  if (answer.statusCode === 200) return readText(answer, signal);
  await answer.body.dump();
  if (answer.statusCode >= 300 && answer.statusCode < 400) {
    throw new ReportError(
      'redirect',
      'the download redirected once more, which is not allowed; the next run asks again',
    );
  }
  throw new ReportError('download', `the download answered ${answer.statusCode}; a later run tries again`, {
    retryAfterMs: 0,
  });
}

function get(url: URL, headers: Record<string, string>, { dispatcher }: Graph, signal: AbortSignal) {
  const path = `${url.pathname}${url.search}`;
  return dispatcher.request({
    origin: url.origin,
    path,
    method: 'GET',
    headers: { ...headers, 'accept-encoding': 'gzip' },
    signal,
  });
}

/** The body as text; asked for compressed, taken either way. */
async function readText(answer: Dispatcher.ResponseData, signal: AbortSignal): Promise<string> {
  const bytes = await answer.body.arrayBuffer().catch((error: unknown) => {
    throw broken('download', 'the answer broke off', error, signal);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await unpack(bytes, header(answer, 'content-encoding')));
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new ReportError('not_a_report', 'the file is not UTF-8 text; the next run reads it again', { cause: error });
  }
}

async function unpack(bytes: ArrayBuffer, encoding: string | undefined): Promise<Uint8Array> {
  if (encoding !== 'gzip') return new Uint8Array(bytes);
  return promisify(gunzip)(bytes, { maxOutputLength: MAX_FILE_BYTES });
}

function tooLarge(): ReportError {
  const limit = MAX_FILE_BYTES / 1024 / 1024;
  return new ReportError('download', `the file is larger than ${limit} MiB, which no usage report is; it was not read`);
}

/** A connection that failed. Only the code of its error is told: the message may quote the URL. */
function broken(reason: 'network' | 'download', what: string, error: unknown, signal: AbortSignal): ReportError {
  if (error instanceof errors.ResponseExceededMaxSizeError) return tooLarge();
  if (signal.aborted || /TIMEOUT/.test(codeOf(error))) {
    return new ReportError('timeout', `${what} in time; a later run tries again`, { retryAfterMs: 0 });
  }
  return new ReportError(reason, `${what} (${codeOf(error)}); a later run tries again`, { retryAfterMs: 0 });
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown error';
}

function header({ headers }: Dispatcher.ResponseData, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
