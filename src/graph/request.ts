import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, errors } from 'undici';
import { toRequestId } from '../azure/request-id.ts';
import { ReportError } from '../errors/errors.ts';
import { connectionFault } from '../system/connection-fault.ts';

/** A year of the widest report is below 200 KiB; more than this is a mistake or an attack. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

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

/** Let the rest of a response go. It is not waited for: it may never end. */
export function skipBody({ body }: GraphResponse): void {
  body.dump().catch(() => {});
}

/** The body as text; requested compressed, taken either way. */
export async function readText(response: GraphResponse, url: URL, signal: AbortSignal): Promise<string> {
  const bytes = await response.body.arrayBuffer().catch((error: unknown) => {
    throw broken('download', `the response of ${url.hostname} did not end`, url, error, signal);
  });
  return decode(await unpack(bytes, header(response, 'content-encoding'), url));
}

/** @throws ReportError `not_a_report` where the bytes are not UTF-8 */
export function decode(plain: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (error) {
    throw new ReportError('not_a_report', 'the file is not UTF-8 text; the next run reads it again', { cause: error });
  }
}

async function unpack(bytes: ArrayBuffer, stated: string | undefined, url: URL): Promise<Uint8Array> {
  const encoding = (stated ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return new Uint8Array(bytes);
  if (!/^(x-)?gzip$/.test(encoding)) throw unknownEncoding(encoding, url);
  return promisify(gunzip)(bytes, { maxOutputLength: MAX_FILE_BYTES }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(url);
    const what = code === 'Z_BUF_ERROR' ? 'ended in the middle of its gzip' : 'is no gzip, although it says so';
    const sentence = `the response of ${url.hostname} ${what} (${code}); if this stays, ask who runs the proxy on the way, a later run tries again`;
    throw new ReportError('download', sentence, { retryAfterMs: 0 });
  });
}

function unknownEncoding(encoding: string, { hostname }: URL): ReportError {
  const name = /^[\w-]{1,20}$/.test(encoding) ? encoding : 'something unknown';
  const sentence = `the response of ${hostname} is compressed with ${name}, and only gzip was requested; ask who runs the proxy on the way to leave Accept-Encoding as it is`;
  return new ReportError('download', sentence);
}

/** A connection to `url` that failed. Only the host is shown: the rest may be a credential. */
export function broken(
  reason: 'network' | 'download',
  what: string,
  url: URL,
  error: unknown,
  signal: AbortSignal,
): ReportError {
  if (error instanceof errors.ResponseExceededMaxSizeError) return tooLarge(url);
  if (signal.aborted)
    return new ReportError('timeout', `${what} in time; a later run tries again`, { retryAfterMs: 0 });
  const { sentence, isFinal, isTimeout } = connectionFault(error, url);
  return new ReportError(isTimeout ? 'timeout' : reason, `${what}: ${sentence}`, isFinal ? {} : { retryAfterMs: 0 });
}

function tooLarge({ hostname }: URL): ReportError {
  const limit = `${MAX_FILE_BYTES / 1024 / 1024} MiB`;
  const sentence = `the response of ${hostname} is larger than ${limit}, which no usage report is, and was not read; find out who responds in its name`;
  return new ReportError('download', sentence);
}
