import { errors } from 'undici';
import { ReportError } from '../errors/errors.ts';
import { connectionFault } from '../system/connection-fault.ts';
import { tooLarge } from './size-limit.ts';

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
