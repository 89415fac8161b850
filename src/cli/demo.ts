import { once } from 'node:events';
import { createApp } from '../app.ts';
import { startSampleTenant } from '../demo/sample-tenant.ts';
import { counted } from '../errors/counted.ts';
import { addressOf, listen } from '../hosts/standalone/listen.ts';
import type { Environment } from '../system/environment.ts';
import { SYSTEM_RUNTIME } from '../system/runtime.ts';
import { removeOrTell, sampleEnvironment, withFolder, writeHints } from './demo-surroundings.ts';
import { EXIT, type Exit, exitOfRun } from './exit-codes.ts';
import { colorize, openTerminal, untilInterrupted } from './terminal.ts';

/** The sample tenant, or many, pulled and served by the very parts that real ones are, until a signal ends it. */
export async function demo({ tenants }: { readonly tenants?: string } = {}): Promise<Exit> {
  if (tenants !== undefined) return (await import('./demo-fleet.ts')).demoFleet(tenants);
  const signal = untilInterrupted();
  return withFolder(async (folder) => {
    const tenant = await startSampleTenant(SYSTEM_RUNTIME.now);
    try {
      const env = { ...sampleEnvironment(folder), TENANT_ID: 'sample-tenant', ...tenant.environment };
      return await serveDemo(env, signal);
    } finally {
      tenant.close();
    }
  });
}

async function serveDemo(env: Environment, signal: AbortSignal): Promise<Exit> {
  const app = await createApp(env, 'standalone');
  const { log } = openTerminal(app.settings.logLevel);
  const { stdout } = process;
  stdout.write(
    `${colorize('bold', 'SAMPLE DATA', stdout)}: a sample tenant on this machine; nothing is sent to Microsoft.\n\n`,
  );
  const server = await listen(app, log);
  let written: readonly string[] = [];
  try {
    const { paths, hints } = await writeHints({ address: new URL(addressOf(server)), hasMany: false });
    written = paths;
    const run = await app.pull('all', { log, signal });
    if (signal.aborted) return EXIT.done;
    const { body } = await app.metrics({ header: () => undefined });
    const series = body
      .toString()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')).length;
    stdout.write(
      `\n${counted(run.reports.length, 'report')} pulled, ${series} series. Look at ${colorize('cyan', `${addressOf(server)}/metrics`, stdout)}, for m365_groups_active for example.\n` +
        `Status page: ${colorize('cyan', addressOf(server), stdout)}\n` +
        `${hints}\n` +
        'Ctrl+C ends the demo and removes its data.\n',
    );
    if (!signal.aborted) await once(signal, 'abort');
    return exitOfRun(run);
  } finally {
    server.close();
    server.closeAllConnections();
    for (const path of written) await removeOrTell(path);
  }
}
