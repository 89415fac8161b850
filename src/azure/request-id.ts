import { ReportError, UnsupportedPeriodError } from '../errors/errors.ts';

/** Undefined where it does not look like one. */
export function toRequestId(text: unknown): string | undefined {
  return typeof text === 'string' && /^[\w-]{8,64}$/.test(text) ? text : undefined;
}

/** The same error, which names the request that it is about unless it does already. */
export function withRequestId(error: unknown, id: string | undefined): unknown {
  if (!(error instanceof ReportError) || id === undefined || / \(request-id \S+\)$/.test(error.message)) return error;
  const Kind = error instanceof UnsupportedPeriodError ? UnsupportedPeriodError : ReportError;
  const { retryAfterMs, cause } = error;
  return new Kind(error.reason, `${error.message} (request-id ${id})`, {
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
