/** Milliseconds to wait before try number `tries + 1`: doubling from `firstMs`, and never shorter than `Retry-After` says. */
export function waitBefore(tries: number, firstMs: number, retryAfterMs: number): number {
  return Math.max(firstMs * 2 ** (tries - 1), retryAfterMs);
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
