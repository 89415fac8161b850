import { createHash } from 'node:crypto';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A consent is awaited for a day every quarter of an hour. */
const CONSENT_MS = 15 * MINUTE;
const CONSENT_TRIES = 96;

/**
 * Until a tenant's slot: its own time in the interval, so that 2,000 tenants are spread evenly. It is never further away
 * than an interval, and whoever starts elsewhere is there by the fifth pull.
 */
export function untilSlot({ id, intervalMs }: { readonly id: string; readonly intervalMs: number }, now: Date): number {
  const sinceSlot = (now.getTime() + (hashOf(id) % intervalMs)) % intervalMs;
  return Math.max(intervalMs - sinceSlot, 0.75 * intervalMs);
}

/** 1, 2, 4 … 24 hours, each tenant's a tenth longer or shorter. */
export function backOff(id: string, failures: number, isWaiting: boolean): number {
  const tries = isWaiting ? failures - CONSENT_TRIES : failures;
  if (tries <= 0) return CONSENT_MS;
  const spread = 0.9 + 0.2 * ((hashOf(`${id} ${failures}`) % 1000) / 1000);
  return Math.min(24, 2 ** (tries - 1)) * HOUR * spread;
}

/** 48 bits, which a number holds exactly. */
function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}
