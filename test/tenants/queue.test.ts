import { expect, it } from 'vitest';
import type { Fleet } from '../../src/fleet/fleet.ts';
import { FILES, type Instead, startManyTenantsApp, type Worker } from '../support/many-tenants-app.ts';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/run.ts';

describeWith('openssl')('many tenants by a storage queue', () => {
  it('are pulled once each, though every message comes twice and a process is killed in the middle of a pull', async () => {
    const count = 6;
    const hanging = hangingReport(3);
    const app = await startManyTenantsApp(count, hanging.instead);
    expect((await app.plan({ copies: 2 })).planned).toHaveLength(count);
    const workers = [app.work(), app.work()];
    await eventually(async () => expect(await healthy(app.fleet)).toHaveLength(count - 1));
    await eventually(async () => expect(await app.store.list('t3/status')).toHaveLength(4));
    const lost = hanging.end();

    const victim = workers.find((worker) => isPulling(worker, 't3'));
    const survivor = workers.find((worker) => worker !== victim);
    victim?.kill();

    // The second message is dropped, and so is the first one that comes back before the claim has run out.
    await eventually(async () => expect(dropped(victim, 't3') + dropped(survivor, 't3')).toBeGreaterThan(1));
    expect((await app.plan({ minutes: 1 })).planned).toEqual([]);
    // Its claim runs out, and the tenant is planned again; whose clock lags would drop the message.
    survivor?.kill();
    await survivor?.exited;
    expect((await app.plan({ minutes: 10 })).planned).toEqual(['t3']);
    app.work({ minutes: 10 });
    await eventually(async () => expect(await healthy(app.fleet)).toHaveLength(count));

    const [asked, ideal] = [app.microsoft.graphRequests.length, count * FILES];
    process.stdout.write(`\n${asked} requests to Graph, of which ${lost} were lost with the process; ideal ${ideal}\n`);
    expect(asked).toBe(ideal + lost);
  });

  it('whose message comes back after its process was killed is pulled by it, without a plan', async () => {
    const hanging = hangingReport(1);
    const app = await startManyTenantsApp(1, hanging.instead);
    await app.plan();
    const victim = app.work();
    await eventually(async () => expect(await app.store.list('t1/status')).toHaveLength(4));
    hanging.end();
    victim.kill();
    await victim.exited;

    const later = app.work({ minutes: 10 });

    await eventually(async () => expect(await healthy(app.fleet)).toEqual(['t1']));
    expect(later.lines.find(({ began }) => began === 'pull')).toMatchObject({ dequeueCount: 2 });
    expect((await app.fleet.states.load('t1'))?.unfinished).toBe(0);
  });

  it('that end their process three times are crashing, are let alone for a day, and cost no other', async () => {
    const app = await startManyTenantsApp(2, hangingReport(1).instead);
    for (const minutes of [0, 10, 20]) {
      await app.plan({ minutes });
      const victim = app.work({ minutes });
      await eventually(async () => expect(isPulling(victim, 't1')).toBe(true));
      await eventually(async () => expect(await healthy(app.fleet)).toEqual(['t2']));
      await eventually(async () => expect(await claimedUntil(app.fleet, 't1')).toBeGreaterThan(laterBy(minutes)));
      victim.kill();
      await victim.exited;
    }
    const later = app.work({ minutes: 30 });

    await eventually(async () => expect(dropped(later, 't1')).toBeGreaterThan(0));
    expect((await app.plan({ minutes: 30 })).planned).toEqual([]);
    expect((await app.plan({ minutes: 31 + 24 * 60 })).planned).toContain('t1');
  });

  it('whose messages fail five times are told of by the function poison, and due again in an hour', async () => {
    const app = await startManyTenantsApp(1);
    await app.plan();
    const broken = app.work({ settings: { REPORT_PERIOD: 'D1', MINUTE_MS: '400' } });
    await eventually(async () => expect(broken.lines.some(({ ended }) => ended === 'poison')).toBe(true));
    broken.kill();
    await broken.exited;
    const failed = broken.lines.filter(({ ended }) => ended === 'pull');
    expect(failed.map(({ dequeueCount }) => dequeueCount)).toEqual([1, 2, 3, 4, 5]);
    expect(failed[0]?.error).toContain('REPORT_PERIOD is "D1"; use one of D7, D30, D90, D180');
    expect((await app.fleet.overview())[0]?.state).toBe('new');

    const mended = app.work();

    await eventually(async () =>
      expect(mended.lines.find(({ ended }) => ended === 'poison')).toMatchObject({
        logs: [{ level: 'error', message: expect.stringContaining(`t1: ${SENTENCE} {"tenant":"t1"}`) }],
      }),
    );
    expect((await app.fleet.overview())[0]).toMatchObject({ state: 'failing', reason: SENTENCE });
    expect(app.microsoft.graphRequests).toEqual([]);
    expect((await app.plan({ minutes: 58 })).planned).toEqual([]);
    mended.kill();
    await mended.exited;
    expect((await app.plan({ minutes: 61 })).planned).toEqual(['t1']);
    app.work({ minutes: 61 });
    await eventually(async () => expect(await healthy(app.fleet)).toEqual(['t1']));
  });
});

const SENTENCE =
  'its message failed five times before a run could say how it ended; the exceptions of the function pull in Application Insights say why, it is due again in an hour';

function laterBy(minutes: number): number {
  return Date.now() + minutes * 60_000;
}

async function claimedUntil(fleet: Fleet, key: string): Promise<number> {
  return Date.parse((await fleet.states.load(key))?.claimUntil ?? '1970-01-01');
}

/** Until its end nobody responds to requests for one report of a tenant. */
function hangingReport(tenant: number): { readonly instead: Instead; readonly end: () => number } {
  let [isOver, hung] = [false, 0];
  return {
    instead: (asked, report) => {
      if (isOver || asked !== tenant || report !== 'getOffice365ServicesUserCounts') return undefined;
      hung += 1;
      return () => {};
    },
    end: () => {
      isOver = true;
      return hung;
    },
  };
}

async function healthy(fleet: Fleet): Promise<readonly string[]> {
  return (await fleet.overview()).filter(({ state }) => state === 'healthy').map(({ key }) => key);
}

function isOf(key: string, text: string | undefined): boolean {
  return text?.includes(`"${key}"`) === true;
}

/** Whether a message about it has been begun and not ended, by the one that claimed it: the other ends at once. */
function isPulling({ lines }: Worker, key: string): boolean {
  const own = lines.filter(({ text }) => isOf(key, text));
  return own.filter(({ began }) => began === 'pull').length > own.filter(({ ended }) => ended === 'pull').length;
}

/** How many messages about it were found to be somebody else's, or not due. */
function dropped(worker: Worker | undefined, key: string): number {
  const logs = worker?.lines.flatMap(({ text, logs = [] }) => (isOf(key, text) ? logs : [])) ?? [];
  return logs.filter(({ message }) => message.startsWith(`${key}: not pulled: another run pulls it`)).length;
}
