import { startSampleEntra } from '../demo/sample-entra.ts';
import { startSampleTenant } from '../demo/sample-tenant.ts';
import { type NamedSample, sampleTenants } from '../demo/sample-tenants.ts';
import { counted } from '../errors/counted.ts';
import { sentenceOf } from '../errors/sentence-of.ts';
import { createFleet } from '../fleet/create-fleet.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { addressOf, listen } from '../hosts/standalone/listen.ts';
import { schedulePlan } from '../hosts/standalone/schedule-plan.ts';
import type { Log } from '../log.ts';
import { SYSTEM_RUNTIME } from '../system/runtime.ts';
import { createPool } from '../tenants/pool.ts';
import { removeOrTell, sampleEnvironment, withFolder, writeHints } from './demo-surroundings.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { usage } from './one-tenant.ts';
import { colorize, openTerminal, untilInterrupted } from './terminal.ts';

const MOST = 200;

/** Of the application that the sample tenants consent to. */
const CLIENT_ID = '99999999-0000-4000-8000-000000000000';

/** So many sample tenants, pulled and served as real ones are, until a signal ends it. */
export async function demoFleet(tenants: string): Promise<Exit> {
  const count = /^\d{1,3}$/.test(tenants) ? Number(tenants) : 0;
  if (count < 1 || count > MOST)
    throw usage(`--tenants is ${JSON.stringify(tenants.slice(0, 50))}; use a whole number from 1 to ${MOST}`);
  const signal = untilInterrupted();
  const samples = sampleTenants(count);
  const { now } = SYSTEM_RUNTIME;
  return withFolder(async (folder) => {
    const graph = await startSampleTenant(now, new Map(samples.map(({ id, usage: own }) => [id, own])));
    const consented = samples.filter(({ hasConsented }) => hasConsented).map(({ id }) => id);
    const entra = await startSampleEntra(consented, now);
    const own = { TENANTS: 'store', GRAPH_CLIENT_ID: CLIENT_ID, GRAPH_ENDPOINT: graph.environment.GRAPH_ENDPOINT };
    try {
      const { credentialOf } = entra;
      const env = { ...sampleEnvironment(folder), ...own };
      const fleet = await createFleet(env, 'standalone', SYSTEM_RUNTIME, { credentialOf });
      return await serveDemo(fleet, samples, signal);
    } finally {
      graph.close();
      entra.close();
    }
  });
}

async function serveDemo(fleet: Fleet, samples: readonly NamedSample[], signal: AbortSignal): Promise<Exit> {
  const { base } = fleet.settings;
  const { stdout } = process;
  stdout.write(
    `${colorize('bold', 'SAMPLE DATA', stdout)}: ${counted(samples.length, 'sample tenant')} on this machine; nothing is sent to Microsoft.\n\n`,
  );
  const entries = samples.map(({ key, id, name, region }) => [key, { id, name, labels: { region } }] as const);
  await fleet.declared.declare(new Map(entries));
  const log = withoutReports(openTerminal(base.logLevel).log);
  const server = await listen({ settings: base, respond: fleet.respond, openPaths: ['/healthz', '/consented'] }, log);
  const address = new URL(addressOf(server));
  let written: readonly string[] = [];
  try {
    const { paths, hints } = await writeHints({ address, hasMany: true });
    written = paths;
    await pullAll(fleet, log, signal);
    if (signal.aborted) return EXIT.done;
    stdout.write(`\n${await summary(fleet, address)}${hints}\nCtrl+C ends the demo and removes its data.\n`);
    await schedulePlan(fleet, log, signal);
    return EXIT.done;
  } finally {
    server.close();
    server.closeAllConnections();
    for (const path of written) await removeOrTell(path);
  }
}

/** A line for each report of each tenant would be hundreds. */
function withoutReports(log: Log): Log {
  return { ...log, info: (message, fields) => fields?.report === undefined && log.info(message, fields) };
}

async function pullAll(fleet: Fleet, log: Log, signal: AbortSignal): Promise<void> {
  const pull = async (key: string) => {
    await fleet.pull(key, { log, signal }).catch((error: unknown) => log.error(`${key}: ${sentenceOf(error)}`));
  };
  const pool = createPool(fleet.settings.tenantsAtATime, pull, signal);
  pool.add(await fleet.plan(log));
  await pool.idle();
}

async function summary(fleet: Fleet, { origin }: URL): Promise<string> {
  const views = await fleet.overview();
  const well = views.filter(({ state }) => state === 'healthy').length;
  const link = (path: string) => colorize('cyan', `${origin}${path}`, process.stdout);
  const [first] = views.filter(({ state }) => state === 'healthy');
  return [
    `${well} of ${counted(views.length, 'tenant')} healthy; the page of all says what the others need: ${link('/')}`,
    `Metrics of one: ${link(`/metrics/${first?.key}`)}, of all together: ${link('/metrics/_fleet')}`,
    `Prometheus finds all of them, with the label tenant, by http_sd_configs: [{ url: ${link('/targets')} }]`,
    '',
  ].join('\n');
}
