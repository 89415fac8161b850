import { PeriodRefusedError, ReportError } from '../errors.ts';
import { type Answer, header } from './http.ts';

/**
 * What Microsoft's support asks for: Graph's `request-id`, or a download host's `x-ms-request-id`. Undefined where there
 * is none, or none that looks like one. https://learn.microsoft.com/graph/errors
 */
export function requestIdOf(answer: Answer): string | undefined {
  return toRequestId(header(answer, 'request-id') ?? header(answer, 'x-ms-request-id'));
}

export function toRequestId(text: unknown): string | undefined {
  return typeof text === 'string' && /^[\w-]{8,64}$/.test(text) ? text : undefined;
}

/** The same error, which names the request that it is about unless it does already. */
export function withRequestId(error: unknown, id: string | undefined): unknown {
  if (!(error instanceof ReportError) || id === undefined || / \(request-id \S+\)$/.test(error.message)) return error;
  const Kind = error instanceof PeriodRefusedError ? PeriodRefusedError : ReportError;
  const { retryAfterMs, cause } = error;
  return new Kind(error.reason, `${error.message} (request-id ${id})`, {
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
