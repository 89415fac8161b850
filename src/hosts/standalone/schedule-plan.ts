import { once } from 'node:events';
import { sentenceOf } from '../../errors/sentence-of.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Log } from '../../log.ts';
import { createPool } from '../../tenants/pool.ts';
import { onSchedule } from './schedule.ts';

/** Look who is due now and on schedule, and pull them some at a time, until `signal` aborts. */
export async function schedulePlan(fleet: Fleet, log: Log, signal: AbortSignal): Promise<void> {
  const { settings } = fleet;
  const pull = async (key: string) => {
    await fleet.pull(key, { log, signal }).catch((error: unknown) => log.error(`${key}: ${sentenceOf(error)}`));
  };
  const pool = createPool(settings.tenantsAtATime, pull, signal);
  const tick = onSchedule(settings.planSchedule, log, signal, async () => pool.add(await fleet.plan(log)));
  await tick.trigger();
  tick.resume();
  if (!signal.aborted) await once(signal, 'abort');
  await pool.idle();
}
