/** Tries per file. At 30 % broken answers, one file in 15,000 still fails; the waits between them add up to 32 s. */
export const MAX_TRIES = 8;

/**
 * Graph calls per report and run, all periods and retries together. Graph allows an application 14 per report, tenant
 * and ten minutes, and a run ends within ten. https://learn.microsoft.com/graph/throttling-limits#microsoft-365-reports-service-limits
 */
export const MAX_CALLS_PER_REPORT = 12;

/**
 * Tries per report and run that may end because time is over. At a minute each, eight reports that hang hold up the
 * others for two minutes of a run, not for all of it.
 */
export const MAX_TIMEOUTS_PER_REPORT = 2;

const FIRST_WAIT_MS = 250;

/** Milliseconds to wait before try number `tries + 1`; what Graph asks for is never shortened. */
export function waitBefore(tries: number, askedMs: number): number {
  return Math.max(FIRST_WAIT_MS * 2 ** (tries - 1), askedMs);
}

/**
 * `Retry-After` in milliseconds: seconds, also fractional (Graph's own example says `2.128`), or an HTTP date.
 * Zero when absent or unreadable.
 */
export function readRetryAfter(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.max(0, Math.ceil(seconds * 1000));
}
