import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ReportError } from '../errors/errors.ts';
import { broken } from './broken-connection.ts';
import { type GraphResponse, header } from './request.ts';
import { MAX_FILE_BYTES, tooLarge } from './size-limit.ts';

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
