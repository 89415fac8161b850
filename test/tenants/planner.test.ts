import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStored } from '../../src/history/stored.ts';
import { CLAIM_MS, claim, enqueue, finish, type Plannable, plan, setAside, settle } from '../../src/tenants/planner.ts';
import { laneOf, nextToRun, type Waiting } from '../../src/tenants/pool.ts';
import { TENANT_STATE, type TenantState } from '../../src/tenants/tenant-state.ts';
import { HOUR, MINUTE } from '../../src/tenants/waits.ts';

const DAY = 24 * HOUR;
const START = Date.parse('2026-01-31T00:00:00Z');
const tenant: Plannable = { key: 'contoso', id: '11111111-2222-4333-8444-555555555555', intervalMs: DAY };
const at = (ms: number) => new Date(START + ms);
const HEALTHY = { state: 'healthy' } as const;

describe('a tenant', () => {
  it('that is new is due at once, and its message is not sent twice within two hours', () => {
    const sent = enqueue(undefined, tenant, at(0));

    expect(sent).toMatchObject({ state: 'new', enqueuedAt: at(0).toISOString() });
    expect(enqueue(sent, tenant, at(HOUR))).toBeUndefined();
    expect(enqueue(sent, tenant, at(2 * HOUR))).toMatchObject({ enqueuedAt: at(2 * HOUR).toISOString() });
  });

  it('that runs is let alone by a second message, until its claim has run out', () => {
    const running = claim(enqueue(undefined, tenant, at(0)), tenant, at(MINUTE));

    expect(running).toMatchObject({ claimUntil: at(MINUTE + CLAIM_MS).toISOString() });
    expect(running).not.toHaveProperty('enqueuedAt');
    expect(claim(running, tenant, at(2 * MINUTE))).toBeUndefined();
    expect(claim(running, tenant, at(2 * MINUTE), { isForced: true })).toBeUndefined();
    expect(enqueue(running, tenant, at(10 * MINUTE))).toBeUndefined();
    expect(enqueue(running, tenant, at(11 * MINUTE))).toMatchObject({ unfinished: 1 });
    expect(claim(running, tenant, at(11 * MINUTE))).toMatchObject({ unfinished: 1 });
  });

  it('that has been pulled is not pulled again by a late message', () => {
    const done = finish(claim(undefined, tenant, at(0)), HEALTHY, tenant, at(MINUTE));

    expect(claim(done, tenant, at(2 * MINUTE))).toBeUndefined();
    expect(claim(done, tenant, at(2 * MINUTE), { isForced: true })).toBeDefined();
  });

  it('whose runs never end is crashing after the third, then pulled once a day, alone', () => {
    let state: TenantState | undefined;
    for (const hour of [0, 1, 2]) state = claim(state, tenant, at(hour * HOUR));

    expect(settle(state, at(3 * HOUR))).toMatchObject({ state: 'crashing', unfinished: 3 });
    expect(laneOf(settle(state, at(3 * HOUR)))).toBe('alone');
    expect(claim(state, tenant, at(4 * HOUR))).toBeUndefined();
    expect(enqueue(state, tenant, at(25 * HOUR))).toBeUndefined();
    const again = claim(state, tenant, at(2 * HOUR + CLAIM_MS + DAY));
    expect(again).toMatchObject({ unfinished: 3 });
    expect(finish(again, HEALTHY, tenant, at(27 * HOUR))).toMatchObject({ state: 'healthy', unfinished: 0 });
  });

  it('that fails as a whole is tried again after 1, 2, 4 … 24 hours, a tenth more or less', () => {
    let state: TenantState | undefined;
    const waits = Array.from({ length: 7 }, () => {
      state = finish(state, { state: 'unauthorized', reason: 'x' }, tenant, at(0));
      return (Date.parse(state.nextAt) - START) / HOUR;
    });

    for (const [index, hours] of [1, 2, 4, 8, 16, 24, 24].entries())
      expect(Math.abs((waits[index] ?? 0) / hours - 1)).toBeLessThanOrEqual(0.1);
  });

  it('that waits for consent is looked at every 15 minutes for a day', () => {
    let state: TenantState | undefined;
    const waits = Array.from({ length: 97 }, () => {
      state = finish(state, { state: 'waiting_for_consent', reason: 'x' }, tenant, at(0));
      return (Date.parse(state.nextAt) - START) / MINUTE;
    });

    expect(new Set(waits.slice(0, 96))).toEqual(new Set([15]));
    expect(waits[96]).toBeGreaterThan(50);
  });

  it('has been pulled when a run read reports, and until then since it was first looked at', () => {
    const waiting = finish(claim(undefined, tenant, at(0)), { state: 'waiting_for_consent' }, tenant, at(MINUTE));
    const still = finish(claim(waiting, tenant, at(HOUR)), { state: 'waiting_for_consent' }, tenant, at(HOUR));
    const pulled = finish(claim(still, tenant, at(2 * HOUR)), HEALTHY, tenant, at(2 * HOUR));
    const refused = finish(claim(pulled, tenant, at(DAY * 2)), { state: 'unauthorized' }, tenant, at(DAY * 2));

    expect(still).toMatchObject({ pulledAt: at(0).toISOString(), waitingSince: at(MINUTE).toISOString() });
    expect(pulled).toMatchObject({ pulledAt: at(2 * HOUR).toISOString() });
    expect(pulled).not.toHaveProperty('waitingSince');
    expect(refused).toMatchObject({ pulledAt: at(2 * HOUR).toISOString() });
  });

  it('with a failed report is tried again in an hour, and forgets what was wrong when it is well', () => {
    const failing = finish(undefined, { state: 'failing', reason: '1 of 5 reports failed' }, tenant, at(0));

    expect(failing).toMatchObject({ nextAt: at(HOUR).toISOString(), failures: 0 });
    expect(finish(failing, HEALTHY, tenant, at(HOUR))).not.toHaveProperty('reason');
  });

  it('whose message failed again and again says so, and is due in an hour, unless it has been pulled meanwhile', () => {
    const sent = enqueue(undefined, tenant, at(0));

    const aside = setAside(sent, tenant, at(30 * MINUTE));

    expect(aside).toMatchObject({
      state: 'failing',
      reason: expect.stringMatching(
        /^its message failed five times before a run could say how it ended; the exceptions/,
      ),
      nextAt: at(90 * MINUTE).toISOString(),
    });
    expect(aside).not.toHaveProperty('enqueuedAt');
    expect(enqueue(aside, tenant, at(90 * MINUTE))).toBeDefined();
    const running = claim(sent, tenant, at(MINUTE));
    expect(setAside(running, tenant, at(2 * MINUTE))).toBeUndefined();
    expect(setAside(finish(running, HEALTHY, tenant, at(3 * MINUTE)), tenant, at(4 * MINUTE))).toBeUndefined();
  });

  it('is due although a clock that was ahead wrote when it is due, was enqueued and claimed', () => {
    const ahead = at(1000 * DAY).toISOString();
    const state = { state: 'healthy', nextAt: ahead, enqueuedAt: ahead, claimUntil: ahead, unfinished: 0, failures: 0 };

    expect(isStored(TENANT_STATE, state) && claim(state, tenant, at(0))).toBeTruthy();
    expect(isStored(TENANT_STATE, state) && enqueue(state, tenant, at(0))).toBeTruthy();
  });
});

describe('the planner', () => {
  it('reaches the slot of any tenant by its fifth pull, and never waits longer than an interval', () => {
    const hours = fc.integer({ min: 1, max: 168 });
    fc.assert(
      fc.property(fc.uuid(), hours, fc.integer({ min: 0, max: 400 * DAY }), (id, interval, start) => {
        const own = { key: id, id, intervalMs: interval * HOUR };
        const times = [start];
        for (let pulls = 0; pulls < 6; pulls += 1) {
          const now = at(times.at(-1) ?? 0);
          times.push(Date.parse(finish(undefined, HEALTHY, own, now).nextAt) - START);
        }
        const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));

        for (const wait of waits) {
          expect(wait).toBeGreaterThanOrEqual(0.75 * own.intervalMs);
          expect(wait).toBeLessThanOrEqual(own.intervalMs);
        }
        expect(waits.slice(4)).toEqual([own.intervalMs, own.intervalMs]);
      }),
    );
  });

  it('spreads 2,000 tenants evenly over the ticks of a day', () => {
    const slots = Array.from({ length: 2000 }, (_, index) => {
      const own = { ...tenant, id: `tenant ${index}` };
      let now = at(0);
      for (let pulls = 0; pulls < 4; pulls += 1) now = new Date(finish(undefined, HEALTHY, own, now).nextAt);
      return Math.floor((now.getTime() % DAY) / (5 * MINUTE));
    });
    const counts = [...Map.groupBy(slots, (slot) => slot).values()].map(({ length }) => length);

    expect(counts.length).toBeGreaterThan(280);
    expect(Math.max(...counts)).toBeLessThanOrEqual(20);
  });

  it('never has two runs of a tenant at once, whatever is lost, doubled, late or killed', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 3 * HOUR }),
      what: fc.constantFrom('tick', 'message', 'end', 'kill'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let state: TenantState | undefined;
        let now = 0;
        let runningSince: number | undefined;
        for (const { wait, what } of steps) {
          now += wait;
          if (runningSince !== undefined && now - runningSince >= CLAIM_MS) runningSince = undefined;
          if (what === 'tick') state = enqueue(state, tenant, at(now)) ?? state;
          if (what === 'kill') runningSince = undefined;
          if (what === 'message') {
            const claimed = claim(state, tenant, at(now));
            if (claimed === undefined) continue;
            expect(runningSince).toBeUndefined();
            state = claimed;
            runningSince = now;
          }
          if (what === 'end' && runningSince !== undefined) {
            state = finish(state, HEALTHY, tenant, at(now));
            runningSince = undefined;
          }
          expect(state === undefined || isStored(TENANT_STATE, state)).toBe(true);
        }
        // Left alone, it is pulled within an interval and two hours for a lost message, a day if it crashes.
        expect(plan([tenant], new Map(state && [['contoso', state]]), at(now + DAY + 3 * HOUR))).toHaveLength(1);
      }),
    );
  });

  it('takes the longest overdue first, 500 at a time', () => {
    const tenants = Array.from({ length: 600 }, (_, index) => ({ ...tenant, key: `t${index}` }));
    const states = new Map(
      tenants.map(({ key }, index) => {
        const nextAt = at(-index * MINUTE).toISOString();
        return [key, { state: 'healthy', nextAt, unfinished: 0, failures: 0 } as const];
      }),
    );

    const planned = plan(tenants, states, at(0)).map(({ key }) => key);

    expect(planned).toHaveLength(500);
    expect(planned.slice(0, 2)).toEqual(['t599', 't598']);
  });
});

describe('the pool', () => {
  const lane = fc.constantFrom('normal', 'slow', 'alone');
  const ones = (lanes: readonly Waiting['lane'][], name: string) =>
    lanes.map((own, index) => ({ key: `${name}${index}`, lane: own }));

  it('keeps three quarters of its slots from the slow, and nobody beside one that crashes', () => {
    fc.assert(
      fc.property(fc.array(lane), fc.integer({ min: 1, max: 32 }), (lanes, size) => {
        const waiting = ones(lanes, 'w');
        const running: Waiting[] = [];
        for (let next = nextToRun(waiting, running, size); next; next = nextToRun(waiting, running, size)) {
          waiting.splice(waiting.indexOf(next), 1);
          running.push(next);
        }

        expect(running.length).toBeLessThanOrEqual(size);
        expect(running.filter((one) => one.lane === 'slow').length).toBeLessThanOrEqual(Math.max(1, size / 4));
        if (running.some((one) => one.lane === 'alone')) expect(running).toHaveLength(1);
        if (lanes.length > 0) expect(running.length).toBeGreaterThan(0);
      }),
    );
  });
});
