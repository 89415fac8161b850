import { once } from 'node:events';
import { openApp } from '../production.ts';
import { addressOf, listen } from '../server/listen.ts';
import { schedule } from '../server/schedule.ts';
import { EXIT, type Exit } from './exit.ts';
import { openTerminal, untilInterrupted } from './terminal.ts';

/** The standalone host, until it is told to end. */
export async function serve(): Promise<Exit> {
  const signal = untilInterrupted();
  const app = await openApp(process.env, 'standalone');
  const { log } = openTerminal(app.config.logLevel);
  const server = await listen(app, log);
  log.info(`metrics at ${addressOf(server)}/metrics, pulls at "${app.config.collectSchedule}" UTC`);

  const pulls = schedule(app, log, signal);
  if (!signal.aborted) await once(signal, 'abort');
  server.close();
  server.closeAllConnections();
  await pulls;
  return EXIT.done;
}
