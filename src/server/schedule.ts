import { Cron } from 'croner';
import { StoreError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { App } from '../production.ts';

/** Pull what is due now, then on schedule, until `signal` aborts. A pull that is still running is not doubled. */
export async function schedulePulls(app: App, log: Log, signal: AbortSignal): Promise<void> {
  const pull = async () => {
    try {
      await app.pull('due', { log, signal });
    } catch (error) {
      log.error(error instanceof StoreError ? error.message : `the pull ended early: ${error}`);
    }
  };
  const job = new Cron(
    app.config.collectSchedule,
    { mode: '6-part', timezone: 'UTC', protect: true, paused: true },
    pull,
  );
  signal.addEventListener('abort', () => job.stop(), { once: true });
  await job.trigger();
  job.resume();
}
