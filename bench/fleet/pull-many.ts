import { createStore } from '../../src/app.ts';
import { createPool } from '../../src/tenants/pool.ts';
import { QUIET_LOG } from '../quiet-log.ts';
import { cpuMs, peakMiB } from '../usage.ts';
import { declareIn, keysTo, openFleet } from './open.ts';

/** What pulls in one process needed. */
export interface Pulled {
  /** Of each pull that ended, in their order. */
  readonly cpuMs: readonly number[];
  readonly peakMiB: number;
  /** After a collection, in MiB, after so many pulls. */
  readonly heapMiB: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Pull so many tenants, so many at a time, each `rounds` times; in a process of its own. */
const [tenants, atATime, rounds] = process.argv.slice(2).map(Number);
const fleet = await openFleet(process.env);
await declareIn(await createStore(fleet.settings.base), tenants ?? 0);
const each: number[] = [];
const heapMiB: Record<string, number> = {};
const started = performance.now();
for (let round = 0; round < (rounds ?? 1); round += 1) {
  const pool = createPool(atATime ?? 1, pullOne, new AbortController().signal);
  pool.add(keysTo(tenants ?? 0).map((key) => ({ key, lane: 'normal' })));
  await pool.idle();
}
const seconds = (performance.now() - started) / 1000;
process.stdout.write(JSON.stringify({ cpuMs: each, peakMiB: peakMiB(), heapMiB, seconds } satisfies Pulled));

async function pullOne(key: string): Promise<void> {
  const before = cpuMs();
  const done = await fleet.pull(key, { log: QUIET_LOG, isForced: true });
  if (done?.ending.state !== 'healthy') throw new Error(`${key} ended with ${done?.ending.reason ?? 'nothing'}`);
  each.push(cpuMs() - before);
  if (each.length % 50 !== 0) return;
  globalThis.gc?.();
  heapMiB[each.length] = process.memoryUsage().heapUsed / 2 ** 20;
}
