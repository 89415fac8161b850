import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, errors } from 'undici';
import { toRequestId } from '../azure/request-id.ts';
import { ReportError } from '../errors/errors.ts';
import { connectionFault } from '../system/connection-fault.ts';

/** A year of the widest report is below 200 KiB; more than this is a mistake or an attack. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

export type Answer = Dispatcher.ResponseData;

/** One GET. It follows no redirect; `dispatcher` fails answers over `MAX_FILE_BYTES`. */
export function get(
  url: URL,
  headers: Record<string, string>,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Answer> {
  return dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: 'GET',
    headers: { ...headers, 'accept-encoding': 'gzip' },
    signal,
  });
}

export function header({ headers }: Answer, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * What Microsoft's support asks for: Graph's `request-id`, or a download host's `x-ms-request-id`. Undefined where there
 * is none, or none that looks like one. https://learn.microsoft.com/graph/errors
 */
export function requestIdOf(answer: Answer): string | undefined {
  return toRequestId(header(answer, 'request-id') ?? header(answer, 'x-ms-request-id'));
}

/** Let the rest of an answer go. It is not waited for: it may never end. */
export function skipBody({ body }: Answer): void {
  body.dump().catch(() => {});
}

/** The body as text; asked for compressed, taken either way. */
export async function readText(answer: Answer, url: URL, signal: AbortSignal): Promise<string> {
  const bytes = await answer.body.arrayBuffer().catch((error: unknown) => {
    throw broken('download', `the answer of ${url.hostname} did not end`, url, error, signal);
  });
  return decode(await unpack(bytes, header(answer, 'content-encoding')));
}

/** @throws ReportError `not_a_report` where the bytes are not UTF-8 */
export function decode(plain: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (error) {
    throw new ReportError('not_a_report', 'the file is not UTF-8 text; the next run reads it again', { cause: error });
  }
}

async function unpack(bytes: ArrayBuffer, encoding: string | undefined): Promise<Uint8Array> {
  if (encoding !== 'gzip') return new Uint8Array(bytes);
  return promisify(gunzip)(bytes, { maxOutputLength: MAX_FILE_BYTES }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new ReportError('download', 'the file arrived corrupt; a later run tries again', { retryAfterMs: 0 });
  });
}

/** A connection to `url` that failed. Only the host is told: the rest may be a credential. */
export function broken(
  reason: 'network' | 'download',
  what: string,
  url: URL,
  error: unknown,
  signal: AbortSignal,
): ReportError {
  if (error instanceof errors.ResponseExceededMaxSizeError) return tooLarge();
  if (signal.aborted)
    return new ReportError('timeout', `${what} in time; a later run tries again`, { retryAfterMs: 0 });
  const { sentence, isFinal, isTimeout } = connectionFault(error, url);
  return new ReportError(isTimeout ? 'timeout' : reason, `${what}: ${sentence}`, isFinal ? {} : { retryAfterMs: 0 });
}

function tooLarge(): ReportError {
  const limit = MAX_FILE_BYTES / 1024 / 1024;
  return new ReportError('download', `the file is larger than ${limit} MiB, which no usage report is; it was not read`);
}
