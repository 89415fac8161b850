import { once } from 'node:events';
import { createApp } from '../app.ts';
import { addressOf, listen } from '../hosts/standalone/listen.ts';
import { schedule } from '../hosts/standalone/schedule.ts';
import { environment } from '../system/environment.ts';
import { EXIT, type Exit } from './exit.ts';
import { openTerminal, untilInterrupted } from './terminal.ts';

/** The standalone host, until a signal ends it. */
export async function serve(): Promise<Exit> {
  const signal = untilInterrupted();
  const app = await createApp(environment(), 'standalone');
  const { log } = openTerminal(app.settings.logLevel);
  const server = await listen(app, log);
  log.info(`metrics at ${addressOf(server)}/metrics, pulls at "${app.settings.collectSchedule}" UTC`);

  const pulls = schedule(app, log, signal);
  if (!signal.aborted) await once(signal, 'abort');
  server.close();
  server.closeAllConnections();
  await pulls;
  return EXIT.done;
}
