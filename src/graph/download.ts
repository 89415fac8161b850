import { withRequestId } from '../azure/request-id.ts';
import { ReportError } from '../errors/errors.ts';
import { isInside } from '../system/hosts.ts';
import { readRetryAfter } from '../system/retry-after.ts';
import { broken } from './broken-connection.ts';
import type { Graph } from './graph.ts';
import { type GraphResponse, get, header, requestIdOf } from './request.ts';
import { readText, skipBody } from './response-body.ts';

/** The URL carries its own credential and lies on another host: our token stays behind, and the URL is never repeated. */
export async function download(
  location: string | undefined,
  from: URL,
  { isDownloadUrl, dispatcher, now }: Pick<Graph, 'isDownloadUrl' | 'dispatcher' | 'now'>,
  signal: AbortSignal,
): Promise<string> {
  if (location === undefined)
    throw new ReportError('redirect', 'Graph redirected without saying where to; the next run requests it again');
  const url = URL.parse(location);
  if (url === null)
    throw new ReportError('redirect', 'Graph redirected to what is no whole address; the next run requests it again');
  if (!isDownloadUrl(url)) throw notAllowed(url);
  const response = await get(url, {}, dispatcher, signal).catch((error: unknown) => {
    throw broken('download', 'the download did not respond', url, error, signal);
  });
  const host = url.host === from.host ? 'Graph redirected to itself, and there' : `the download host ${url.hostname}`;
  return readFile(response, host, url, { now, signal }).catch((error: unknown) => {
    throw withRequestId(error, requestIdOf(response));
  });
}

async function readFile(
  response: GraphResponse,
  who: string,
  url: URL,
  { now, signal }: { readonly now: () => Date; readonly signal: AbortSignal },
): Promise<string> {
  const { statusCode: status } = response;
  if (status === 200) return readText(response, url, signal);
  skipBody(response);
  if (status >= 300 && status < 400)
    throw new ReportError(
      'redirect',
      `${who} returned ${status}, a second redirect, which is not followed; ${STRANGER}`,
    );
  throw new ReportError('download', `${who} returned ${status}: ${whatItMeans(status)}; a later run tries again`, {
    retryAfterMs: readRetryAfter(header(response, 'retry-after'), now()),
  });
}

const STRANGER = 'find out who responds in its name, such as a proxy or a login page';

/** Each try gets a new address from Graph, so that these last. */
function whatItMeans(status: number): string {
  if (status === 401 || status === 403)
    return 'it refuses the address that Graph gave; ask who runs the proxy on the way whether it alters addresses';
  if (status === 404 || status === 410) return 'the file that Graph named is not there; if this stays, ask Microsoft';
  if (status === 429) return 'it gets too many requests from here; run fewer collectors behind one address';
  if (status >= 500) return 'it has a fault of its own; if this stays, ask Microsoft';
  return STRANGER;
}

function notAllowed(url: URL): ReportError {
  return new ReportError('redirect', `Graph redirected to ${url.protocol}//${url.hostname}, ${whyNot(url)}`);
}

function whyNot(url: URL): string {
  const advice = 'find out who responds in the name of Graph';
  if (isInside(url)) return `an address inside the network, which is never followed; ${advice}`;
  if (url.protocol !== 'https:') return `which is not encrypted, and never followed; ${advice}`;
  return "which is not allowed; if that host is Microsoft's, add it to REPORT_DOWNLOAD_HOSTS";
}
