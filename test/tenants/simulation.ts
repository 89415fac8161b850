import { claim, finish, plan, settle } from '../../src/tenants/planner.ts';
import { laneOf, nextToRun, type Waiting } from '../../src/tenants/pool.ts';
import type { TenantState } from '../../src/tenants/tenant-state.ts';
import { MINUTE } from '../../src/tenants/waits.ts';

export interface Simulation {
  readonly tenants: number;
  readonly slots: number;
  readonly days: number;
  readonly withoutConsent?: number;
  readonly hanging?: number;
  readonly crashing?: number;
}

export interface Simulated {
  /** The oldest that the data of a well tenant has been, after the first day, in hours. */
  readonly oldestHours: number;
  readonly busiestTick: number;
  /** Runs a day, after the first. */
  readonly runs: number;
}

const TICK = 5 * MINUTE;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2026-01-31T00:00:00Z');

/** The planner and the pool with a clock of their own: pulls of 12 seconds, and of 7.5 minutes where a tenant hangs. */
export function simulate({
  tenants,
  slots,
  days,
  withoutConsent = 0,
  hanging = 0,
  crashing = 0,
}: Simulation): Simulated {
  const all = Array.from({ length: tenants }, (_, index) => ({
    key: `t${index}`,
    id: `tenant ${index}`,
    intervalMs: DAY,
    index,
  }));
  const byKey = new Map(all.map((tenant) => [tenant.key, tenant]));
  const kind = (index: number) => {
    if (index < withoutConsent) return { ms: 1_000, ending: { state: 'waiting_for_consent', reason: 'x' } } as const;
    if (index < withoutConsent + hanging)
      return { ms: 7.5 * MINUTE, ending: { state: 'unreachable', isSlow: true } } as const;
    if (index < withoutConsent + hanging + crashing) return { ms: 6_000, ending: undefined };
    return { ms: 12_000, ending: { state: 'healthy' } } as const;
  };
  const states = new Map<string, TenantState>();
  const lastData = new Map<string, number>();
  const waiting: Waiting[] = [];
  let running: (Waiting & { readonly end: number })[] = [];
  let [oldest, busiest, runs] = [0, 0, 0];

  const start = (now: number) => {
    for (let next = nextToRun(waiting, running, slots); next; next = nextToRun(waiting, running, slots)) {
      waiting.splice(waiting.indexOf(next), 1);
      const tenant = byKey.get(next.key);
      const claimed = tenant && claim(states.get(next.key), tenant, new Date(now));
      if (tenant === undefined || claimed === undefined) continue;
      states.set(next.key, claimed);
      if (now > START + DAY) runs += 1;
      running.push({ ...next, end: now + kind(tenant.index).ms });
    }
  };
  const end = (key: string, now: number) => {
    const tenant = byKey.get(key);
    if (tenant === undefined) return;
    const { ending } = kind(tenant.index);
    // The process ends, and takes everything along that runs and waits.
    if (ending === undefined) {
      running = [];
      waiting.length = 0;
      return;
    }
    running = running.filter((one) => one.key !== key);
    states.set(key, finish(states.get(key), ending, tenant, new Date(now)));
    if (ending.state !== 'healthy') return;
    if (now > START + DAY) oldest = Math.max(oldest, now - (lastData.get(key) ?? now));
    lastData.set(key, now);
  };

  for (let tick = START; tick < START + days * DAY; tick += TICK) {
    const now = new Date(tick);
    const planned = plan(all, states, now).filter(
      ({ key }) => ![...waiting, ...running].some((one) => one.key === key),
    );
    busiest = Math.max(busiest, planned.length);
    waiting.push(...planned.map(({ key }) => ({ key, lane: laneOf(settle(states.get(key), now)) })));
    start(tick);
    for (;;) {
      const [first] = running.toSorted((a, b) => a.end - b.end);
      if (first === undefined || first.end >= tick + TICK) break;
      end(first.key, first.end);
      start(first.end);
    }
  }
  for (const { key, index } of all) {
    if (kind(index).ending?.state === 'healthy')
      oldest = Math.max(oldest, START + days * DAY - (lastData.get(key) ?? START));
  }
  return { oldestHours: oldest / (60 * MINUTE), busiestTick: busiest, runs: runs / (days - 1) };
}
