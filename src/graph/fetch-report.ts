import type { Dispatcher } from 'undici';
import { ReportError } from '../errors.ts';
import { readGraphError, toReportError } from './graph-error.ts';
import { type Answer, broken, get, header, readText } from './http.ts';
import { MAX_CALLS_PER_REPORT, MAX_TRIES, readRetryAfter, waitBefore } from './retry.ts';

/** What reports are fetched with, made anew for each run. */
export interface Graph {
  readonly dispatcher: Dispatcher;
  readonly getToken: () => Promise<string>;
  readonly isDownloadUrl: (url: URL) => boolean;
  /** Ends with the run. */
  readonly signal: AbortSignal;
  /** Unix time in milliseconds at which the run is out of time. */
  readonly deadline: number;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** For one answer of Graph with its download. */
  readonly tryTimeoutMs: number;
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
 * download broke: a download URL expires within minutes. `onRetry` is told what broke and how long it waits.
 *
 * @throws ReportError
 */
export function reportFetcher(graph: Graph, onRetry: (what: string, waitMs: number) => void = () => {}): FetchFile {
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
        const waitMs = waitBefore(tries, error.retryAfterMs);
        if (graph.now().getTime() + waitMs >= graph.deadline) throw tooLong(waitMs, error);
        onRetry(error.message, waitMs);
        await graph.sleep(waitMs, graph.signal).catch(() => Promise.reject(error));
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

/** `Retry-After` is never shortened: where it exceeds the run, the run gives up. */
function tooLong(waitMs: number, error: ReportError): ReportError {
  if (error.retryAfterMs !== waitMs) return error;
  const seconds = Math.ceil(waitMs / 1000);
  return new ReportError(
    'throttled',
    `Graph asks to wait ${seconds} s, longer than this run may last; a later run tries again`,
  );
}

async function fetchOnce(request: FileRequest, graph: Graph): Promise<File> {
  if (graph.signal.aborted) {
    throw new ReportError('timeout', 'the run ended before the report was read; the next run reads it');
  }
  const signal = AbortSignal.any([graph.signal, AbortSignal.timeout(graph.tryTimeoutMs)]);
  const answer = await askGraph(request, graph, signal);
  const etag = header(answer, 'etag');
  switch (answer.statusCode) {
    case 200:
      return { text: await readText(answer, signal), etag };
    case 302:
      await answer.body.dump();
      return { text: await download(header(answer, 'location'), graph, signal), etag };
    case 304:
      await answer.body.dump();
      if (request.etag !== undefined) return { text: undefined, etag };
      throw new ReportError('server', 'Graph answered 304 although nothing is known; a later run tries again', {
        retryAfterMs: 0,
      });
    default: {
      const retryAfterMs = readRetryAfter(header(answer, 'retry-after'), graph.now());
      throw toReportError(answer.statusCode, readGraphError(await readText(answer, signal)), retryAfterMs);
    }
  }
}

async function askGraph({ url, etag }: FileRequest, graph: Graph, signal: AbortSignal): Promise<Answer> {
  const headers = { authorization: `Bearer ${await graph.getToken()}`, ...(etag && { 'if-none-match': etag }) };
  try {
    const answer = await get(new URL(url), headers, graph.dispatcher, signal);
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
  const answer = await get(url, {}, graph.dispatcher, signal).catch((error: unknown) => {
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
