import { createApp } from '../app.ts';
import { counted } from '../errors/counted.ts';
import { isFailed } from '../pull/outcome.ts';
import { environment } from '../system/environment.ts';
import { type Exit, exitOfRun } from './exit.ts';
import { openTerminal, untilInterrupted } from './terminal.ts';

/** One pull of everything selected. */
export async function collect(): Promise<Exit> {
  const app = await createApp(environment(), 'standalone');
  const { log, progress, close } = openTerminal(app.settings.logLevel);
  progress(0, app.settings.tenant.reports.length);
  let done = 0;
  const onReport = (_outcome: unknown, total: number) => {
    done += 1;
    progress(done, total);
  };
  const run = await app.pull('all', { log, signal: untilInterrupted(), onReport }).finally(close);
  const outcomes = run.reports;
  const read = outcomes.filter(({ failure }) => failure === undefined).length;
  const failed = outcomes.filter(isFailed).length;
  const unavailable = outcomes.length - read - failed;
  process.stdout.write(
    `${read} of ${counted(outcomes.length, 'report')} read${failed ? `, ${failed} failed` : ''}${unavailable ? `, ${unavailable} not available` : ''}.\n`,
  );
  return exitOfRun(run);
}
