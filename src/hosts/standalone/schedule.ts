import { Cron } from 'croner';
import type { App } from '../../app.ts';
import { sentenceOf } from '../../errors/sentence-of.ts';
import type { Log } from '../../log.ts';

/** Pull what is due now, then pull and repeat on schedule, until `signal` aborts. What still runs is not doubled. */
export async function schedule(app: App, log: Log, signal: AbortSignal): Promise<void> {
  const pull = onSchedule(app.settings.collectSchedule, log, signal, () => app.pull('due', { log, signal }));
  const repeats = app.settings.exporters.some((name) => name === 'prometheus_remote_write' || name === 'otlp');
  if (repeats) onSchedule(app.settings.pushSchedule, log, signal, () => app.repeat(log)).resume();
  await pull.trigger();
  pull.resume();
}

/** A job that waits to be resumed; what still runs is not doubled, and what it throws is told. */
export function onSchedule(pattern: string, log: Log, signal: AbortSignal, work: () => Promise<unknown>): Cron {
  const job = new Cron(pattern, { mode: '6-part', timezone: 'UTC', protect: true, paused: true }, async () => {
    try {
      await work();
    } catch (error) {
      log.error(sentenceOf(error));
    }
  });
  signal.addEventListener('abort', () => job.stop(), { once: true });
  return job;
}
