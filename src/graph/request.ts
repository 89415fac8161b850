import type { Dispatcher } from 'undici';
import { toRequestId } from '../azure/request-id.ts';

export type GraphResponse = Dispatcher.ResponseData;

/** One GET. It follows no redirect; `dispatcher` fails responses over `MAX_FILE_BYTES`. */
export function get(
  url: URL,
  headers: Record<string, string>,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<GraphResponse> {
  return dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: 'GET',
    headers: { ...headers, 'accept-encoding': 'gzip' },
    signal,
  });
}

export function header({ headers }: GraphResponse, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * What Microsoft's support asks for: Graph's `request-id`, or a download host's `x-ms-request-id`. Undefined where there
 * is none, or none that looks like one. https://learn.microsoft.com/graph/errors
 */
export function requestIdOf(response: GraphResponse): string | undefined {
  return toRequestId(header(response, 'request-id') ?? header(response, 'x-ms-request-id'));
}
