import type { TenantState } from './tenant-state.ts';
import { backOff, HOUR, MINUTE, untilSlot } from './waits.ts';

/*
 * Who is pulled when. Nothing here reads a clock or a store: a tick compares what is declared with what is remembered,
 * and a lost, doubled or late message, a crash or a deployment is healed by the next one.
 */

/** Longer than a run may take, and shorter than a message is invisible: a claim that has run out has no run any more. */
export const CLAIM_MS = 9.5 * MINUTE;

/** A message that nobody has taken for this long is lost. */
const LOST_MS = 2 * HOUR;

/** By which the clocks of two machines may differ. */
const CLOCKS_MS = 5 * MINUTE;

/** More at once would only wait in the queue. */
const AT_A_TICK = 500;

/** Runs in a row that never ended, after which a tenant is taken for the cause. */
const CRASHING_FROM = 3;
const CRASHING = `its last ${CRASHING_FROM} runs ended with their process; look at the memory of the process and at its log, a run a day tries again`;

export const SET_ASIDE =
  'its message failed five times before a run could say how it ended; the exceptions of the function pull in Application Insights say why, it is due again in an hour';

/** As much of a tenant as planning needs. */
export interface Plannable {
  readonly key: string;
  /** Of its directory. */
  readonly id: string;
  readonly intervalMs: number;
}

/** How a run ended. */
export type Ending = Pick<TenantState, 'state' | 'reason' | 'isSlow' | 'reports'>;

/** The tenants that are to be pulled now, the longest overdue first. */
export function plan<T extends Plannable>(
  tenants: readonly T[],
  states: ReadonlyMap<string, TenantState>,
  now: Date,
): readonly T[] {
  const nextAt = ({ key }: T) => states.get(key)?.nextAt ?? '';
  return tenants
    .filter((tenant) => enqueue(states.get(tenant.key), tenant, now) !== undefined)
    .toSorted((a, b) => (nextAt(a) < nextAt(b) ? -1 : 1))
    .slice(0, AT_A_TICK);
}

/** The state of a tenant for which a message goes out now; undefined where none is to. */
export function enqueue(known: TenantState | undefined, tenant: Plannable, now: Date): TenantState | undefined {
  const state = settle(known, now);
  if (!isDue(state, tenant, now) || isAhead(state.enqueuedAt, -LOST_MS, CLOCKS_MS, now)) return undefined;
  return { ...state, enqueuedAt: now.toISOString() };
}

/** The state of a tenant whose run begins now; undefined where another one runs, or none is due. */
export function claim(
  known: TenantState | undefined,
  tenant: Plannable,
  now: Date,
  { isForced = false } = {},
): TenantState | undefined {
  const { enqueuedAt: _, ...state } = settle(known, now);
  if (state.claimUntil !== undefined || (!isForced && !isDue(state, tenant, now))) return undefined;
  return { ...state, claimUntil: later(now, CLAIM_MS) };
}

/** The state of a tenant whose run has ended. */
export function finish(known: TenantState | undefined, ending: Ending, tenant: Plannable, now: Date): TenantState {
  const {
    claimUntil: _,
    enqueuedAt: __,
    reason: ___,
    isSlow: ____,
    waitingSince,
    ...before
  } = known ?? unknownState(now);
  const at = now.toISOString();
  const isWhole = ending.state !== 'healthy' && ending.state !== 'failing';
  const failures = isWhole ? before.failures + 1 : 0;
  const wait = isWhole
    ? backOff(tenant.id, failures, ending.state === 'waiting_for_consent')
    : ending.state === 'failing'
      ? Math.min(HOUR, tenant.intervalMs)
      : untilSlot(tenant, now);
  return {
    ...before,
    ...ending,
    failures,
    unfinished: 0,
    finishedAt: at,
    nextAt: later(now, wait),
    ...(!isWhole && { pulledAt: at }),
    ...(ending.state === 'waiting_for_consent' && { waitingSince: waitingSince ?? at }),
  };
}

/**
 * The state of a tenant whose message was set aside, since no run that it began could say how it ended; undefined where
 * another message has brought a run meanwhile. It is due again in an hour.
 */
export function setAside(known: TenantState | undefined, tenant: Plannable, now: Date): TenantState | undefined {
  const { enqueuedAt: _, ...state } = settle(known, now);
  if (!isDue(state, tenant, now)) return undefined;
  return { ...state, state: 'failing', reason: SET_ASIDE, nextAt: later(now, Math.min(HOUR, tenant.intervalMs)) };
}

/** The state of a tenant whose run was ended from outside, as by a shutdown: it is due again. */
export function release(known: TenantState | undefined): TenantState | undefined {
  if (known === undefined) return undefined;
  const { claimUntil: _, ...rest } = known;
  return rest;
}

/** What is known of a tenant now: a run that has outlived its claim never ended. */
export function settle(known: TenantState | undefined, now: Date): TenantState {
  if (known === undefined) return unknownState(now);
  if (known.claimUntil === undefined || isAhead(known.claimUntil, 0, CLAIM_MS, now)) return known;
  const { claimUntil, ...rest } = known;
  const unfinished = known.unfinished + 1;
  if (unfinished < CRASHING_FROM) return { ...rest, unfinished };
  // A claim of a clock that was ahead says nothing of when.
  const end = Date.parse(claimUntil) <= now.getTime() ? new Date(claimUntil) : new Date(0);
  return { ...rest, unfinished, state: 'crashing', reason: CRASHING, nextAt: later(end, 24 * HOUR) };
}

function unknownState(now: Date): TenantState {
  const at = now.toISOString();
  return { state: 'new', nextAt: at, pulledAt: at, unfinished: 0, failures: 0 };
}

/** A time that lies further ahead than any wait does was written by a clock that is wrong, or for a longer interval. */
function isDue({ claimUntil, nextAt }: TenantState, { intervalMs }: Plannable, now: Date): boolean {
  return claimUntil === undefined && !isAhead(nextAt, 0, 1.2 * Math.max(intervalMs, 24 * HOUR), now);
}

/** Whether a time lies more than `fromMs` and at most `toMs` after now. */
function isAhead(time: string | undefined, fromMs: number, toMs: number, now: Date): boolean {
  if (time === undefined) return false;
  const ahead = Date.parse(time) - now.getTime();
  return ahead > fromMs && ahead <= toMs;
}

function later(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}
