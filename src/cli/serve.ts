import { once } from 'node:events';
import { createApp } from '../app.ts';
import { addressOf, listen } from '../hosts/standalone/listen.ts';
import { schedule } from '../hosts/standalone/schedule.ts';
import { environment } from '../system/environment.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { openFleet } from './one-tenant.ts';
import { openTerminal, untilInterrupted } from './terminal.ts';

/** The standalone host, until a signal ends it. */
export async function serve(): Promise<Exit> {
  const signal = untilInterrupted();
  if (environment().TENANTS?.trim()) return serveFleet(signal);
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

/** The same for many tenants. */
async function serveFleet(signal: AbortSignal): Promise<Exit> {
  const { schedulePlan } = await import('../hosts/standalone/schedule-plan.ts');
  const fleet = await openFleet();
  const { settings } = fleet;
  const { log } = openTerminal(settings.base.logLevel);
  const server = await listen(
    { settings: settings.base, respond: fleet.respond, openPaths: ['/healthz', '/consented'] },
    log,
  );
  const pulls =
    settings.dispatch === 'none' ? 'nobody is pulled here' : `tenants are looked at "${settings.planSchedule}" UTC`;
  log.info(`targets at ${addressOf(server)}/targets, ${pulls}`);

  const planned = settings.dispatch === 'none' ? undefined : schedulePlan(fleet, log, signal);
  if (!signal.aborted) await once(signal, 'abort');
  server.close();
  server.closeAllConnections();
  await planned;
  return EXIT.done;
}
