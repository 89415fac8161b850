import { withRequestId } from '../azure/request-id.ts';
import { ReportError } from '../errors/errors.ts';
import { readRetryAfter, waitBefore } from '../system/retry-after.ts';
import { broken } from './broken-connection.ts';
import { download } from './download.ts';
import type { FetchFile, File, FileRequest, Graph } from './graph.ts';
import { readGraphError, toReportError } from './graph-error.ts';
import { notFromGraph } from './not-from-graph.ts';
import { type GraphResponse, get, header, requestIdOf } from './request.ts';
import { readText, skipBody } from './response-body.ts';
import { FIRST_WAIT_MS, MAX_CALLS_PER_REPORT, MAX_TIMEOUTS_PER_REPORT, MAX_TRIES } from './retry.ts';
import { readClaims } from './token-claims.ts';

/**
 * A `FetchFile` for one report. It asks Graph, follows the one redirect, and begins again at Graph when a response or a
 * download broke: a download URL expires within minutes. `onRetry` gets what broke and how long it waits.
 *
 * @throws ReportError
 */
export function reportFetcher(graph: Graph, onRetry: (what: string, waitMs: number) => void = () => {}): FetchFile {
  let calls = 0;
  let timeouts = 0;
  return async function fetchFile(request) {
    for (let tries = 1; ; tries += 1) {
      if (calls >= MAX_CALLS_PER_REPORT) throw usedUp();
      if (timeouts >= MAX_TIMEOUTS_PER_REPORT) throw stuck();
      calls += 1;
      try {
        return await fetchOnce(request, graph);
      } catch (error) {
        if (!(error instanceof ReportError) || error.retryAfterMs === undefined) throw error;
        if (error.reason === 'timeout') timeouts += 1;
        if (timeouts >= MAX_TIMEOUTS_PER_REPORT || tries >= MAX_TRIES || calls >= MAX_CALLS_PER_REPORT) throw error;
        const waitMs = waitBefore(tries, FIRST_WAIT_MS, error.retryAfterMs);
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

function stuck(): ReportError {
  return new ReportError('timeout', 'another file of the report did not come in time; a later run tries again');
}

const DAY_MS = 86_400_000;

/** `Retry-After` is never shortened: where it exceeds the run, the run gives up. */
function tooLong(waitMs: number, error: ReportError): ReportError {
  if (error.retryAfterMs !== waitMs) return error;
  const wait = waitMs > DAY_MS ? 'more than a day' : `${Math.ceil(waitMs / 1000)} s`;
  const { reason, message, cause } = error;
  return new ReportError(reason, `it has to wait ${wait}, longer than this run may last: ${message}`, { cause });
}

async function fetchOnce(request: FileRequest, graph: Graph): Promise<File> {
  if (graph.signal.aborted) {
    throw new ReportError('timeout', 'the run was out of time before the report was read; the next run reads it');
  }
  const token = await graph.getToken();
  const timer = graph.startTry();
  return tryOnce(request, token, graph, AbortSignal.any([graph.signal, timer.signal])).finally(timer.stop);
}

async function tryOnce(request: FileRequest, token: string, graph: Graph, signal: AbortSignal): Promise<File> {
  const response = await askGraph(request, token, graph, signal);
  return readResponse(response, request, token, graph, signal).catch((error: unknown) => {
    throw withRequestId(error, requestIdOf(response));
  });
}

async function readResponse(
  response: GraphResponse,
  request: FileRequest,
  token: string,
  graph: Graph,
  signal: AbortSignal,
): Promise<File> {
  const [etag, requestId] = [header(response, 'etag'), requestIdOf(response)];
  switch (response.statusCode) {
    case 200: {
      const text = await readText(response, new URL(request.url), signal);
      const foreign = notFromGraph(response, text, 0);
      if (foreign !== undefined) throw foreign;
      return { text, etag, requestId };
    }
    case 302:
      skipBody(response);
      return {
        text: await download(header(response, 'location'), new URL(request.url), graph, signal),
        etag,
        requestId,
      };
    case 304:
      skipBody(response);
      if (request.etag !== undefined) return { text: undefined, etag, requestId };
      throw new ReportError('server', 'Graph returned 304 to a request without an ETag; a later run tries again', {
        retryAfterMs: 0,
      });
    default:
      throw await errorOf(response, request, token, graph, signal);
  }
}

/** What the body says is worth knowing, but the status counts, whatever the body is. */
async function errorOf(
  response: GraphResponse,
  { url }: FileRequest,
  token: string,
  graph: Graph,
  signal: AbortSignal,
): Promise<unknown> {
  const body = await readText(response, new URL(url), signal).catch((error: unknown) => {
    if (error instanceof ReportError && error.reason === 'timeout') throw error;
    return '';
  });
  const retryAfterMs = readRetryAfter(header(response, 'retry-after'), graph.now());
  const foreign = notFromGraph(response, body, retryAfterMs);
  if (foreign !== undefined) return foreign;
  if (response.statusCode === 401 && (await graph.getToken(token)) !== token) {
    return new ReportError('unauthorized', 'Graph refused the token, which has expired', { retryAfterMs: 0 });
  }
  const error = readGraphError(body);
  return withRequestId(
    toReportError(response.statusCode, error, retryAfterMs, readClaims(token)),
    requestIdOf(response) ?? error.requestId,
  );
}

async function askGraph(
  { url, etag }: FileRequest,
  token: string,
  graph: Graph,
  signal: AbortSignal,
): Promise<GraphResponse> {
  const headers = { authorization: `Bearer ${token}`, ...(etag && { 'if-none-match': etag }) };
  try {
    const response = await get(new URL(url), headers, graph.dispatcher, signal);
    graph.onResponse(String(response.statusCode));
    return response;
  } catch (error) {
    graph.onResponse('none');
    throw broken('network', 'Graph did not respond', new URL(url), error, signal);
  }
}
