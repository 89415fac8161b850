import { withRequestId } from '../azure/request-id.ts';
import { ReportError } from '../errors/errors.ts';
import { isInside } from '../system/hosts.ts';
import type { Graph } from './graph.ts';
import { type Answer, broken, get, readText, requestIdOf, skipBody } from './request.ts';

/** The URL carries its own credential and lies on another host: our token stays behind, and the URL is never repeated. */
export async function download(
  location: string | undefined,
  { isDownloadUrl, dispatcher }: Pick<Graph, 'isDownloadUrl' | 'dispatcher'>,
  signal: AbortSignal,
): Promise<string> {
  if (location === undefined)
    throw new ReportError('redirect', 'Graph redirected without saying where to; the next run requests it again');
  const url = URL.parse(location);
  if (url === null)
    throw new ReportError('redirect', 'Graph redirected to what is no whole address; the next run requests it again');
  if (!isDownloadUrl(url)) throw notAllowed(url);
  const answer = await get(url, {}, dispatcher, signal).catch((error: unknown) => {
    throw broken('download', 'the download did not respond', url, error, signal);
  });
  return readFile(answer, url, signal).catch((error: unknown) => {
    throw withRequestId(error, requestIdOf(answer));
  });
}

async function readFile(answer: Answer, url: URL, signal: AbortSignal): Promise<string> {
  if (answer.statusCode === 200) return readText(answer, url, signal);
  skipBody(answer);
  if (answer.statusCode >= 300 && answer.statusCode < 400) {
    throw new ReportError(
      'redirect',
      'the download redirected once more, which is not allowed; the next run requests it again',
    );
  }
  throw new ReportError('download', `the download returned ${answer.statusCode}; a later run tries again`, {
    retryAfterMs: 0,
  });
}

function notAllowed(url: URL): ReportError {
  return new ReportError('redirect', `Graph redirected to ${url.protocol}//${url.hostname}, ${whyNot(url)}`);
}

function whyNot(url: URL): string {
  const advice = 'find out who answers in the name of Graph';
  if (isInside(url)) return `an address inside the network, which is never followed; ${advice}`;
  if (url.protocol !== 'https:') return `which is not encrypted, and never followed; ${advice}`;
  return "which is not allowed; if that host is Microsoft's, add it to REPORT_DOWNLOAD_HOSTS";
}
