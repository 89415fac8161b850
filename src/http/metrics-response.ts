import Negotiator from 'negotiator';
import type { CurrentExposition } from './current-exposition.ts';
import { type HttpRequest, type HttpResponse, noDataYet } from './response.ts';

const HEADERS = {
  'content-type': 'text/plain; version=0.0.4; charset=utf-8',
  'cache-control': 'no-cache',
  vary: 'Accept-Encoding',
};

/** `GET /metrics`: the bytes of the last run, compressed where the scraper takes them so. */
export async function metricsResponse(request: HttpRequest, current: CurrentExposition): Promise<HttpResponse> {
  const exposition = await current();
  if (exposition === undefined) {
    return noDataYet();
  }
  const negotiator = new Negotiator({ headers: { 'accept-encoding': request.header('accept-encoding') } });
  const compressed = negotiator.encoding(['gzip', 'identity']) === 'gzip';
  const etag = `"${exposition.digest}${compressed ? '-gzip' : ''}"`;
  const headers = { ...HEADERS, etag };
  if (matches(request.header('if-none-match'), etag)) return { status: 304, headers, body: '' };
  if (compressed) return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: exposition.gzip };
  return { status: 200, headers, body: await exposition.text() };
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 compares ETags weakly. */
function matches(header: string | undefined, etag: string): boolean {
  const known = header?.split(',').map((entry) => entry.trim().replace(/^W\//, '')) ?? [];
  return known.includes(etag) || known.includes('*');
}
