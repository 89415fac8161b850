import * as v from 'valibot';
import { byName, NUMBER, stored, TIME } from '../history/stored.ts';

/**
 * Every state that a tenant is ever in: the one list for metrics, pages, `tenants list` and healthz, worst first.
 *
 * What a run ended with, but for `crashing` (three runs in a row never ended), `new` (none has ended yet), and what the
 * declaration says: `misdeclared` and `disabled`.
 */
export const TENANT_STATES = [
  'wrong_directory',
  'crashing',
  'misdeclared',
  'unauthorized',
  'unreachable',
  'throttled',
  'failing',
  'waiting_for_consent',
  'new',
  'healthy',
  'disabled',
] as const;
export type TenantStateName = (typeof TENANT_STATES)[number];

/** What is remembered of a tenant between runs. It is a cache: what is lost is found out again by pulling. */
export const TENANT_STATE = stored({
  state: v.picklist(TENANT_STATES),
  /** Why, in a sentence; absent where all is well. */
  reason: v.exactOptional(v.string()),
  /** When it is due. */
  nextAt: TIME,
  /** Since when a message says so. */
  enqueuedAt: v.exactOptional(TIME),
  /** A run is under way, at most until then. */
  claimUntil: v.exactOptional(TIME),
  /** Runs in a row that never ended. */
  unfinished: NUMBER,
  /** Runs in a row that failed as a whole. */
  failures: NUMBER,
  /** Whether the last run ran out of time. */
  isSlow: v.exactOptional(v.boolean()),
  finishedAt: v.exactOptional(TIME),
  /** When a run last read reports; until one has, when the tenant was first looked at. */
  pulledAt: v.exactOptional(TIME),
  /** Since when it waits for consent; absent where it does not. */
  waitingSince: v.exactOptional(TIME),
  /** Counts of reports, of the last run that read any. */
  reports: v.exactOptional(stored({ selected: NUMBER, healthy: NUMBER, notOffered: NUMBER })),
});
export type TenantState = v.InferOutput<typeof TENANT_STATE>;

/** A sixteenth of all tenants' states. */
export const STATE_SHARD = stored({ version: NUMBER, tenants: byName(TENANT_STATE) });
