import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../app.ts';
import { writeConfigurations } from '../demo/configurations.ts';
import { removeData } from '../demo/remove-data.ts';
import { type SampleTenant, startSampleTenant } from '../demo/sample-tenant.ts';
import { counted } from '../errors/counted.ts';
import { folderError } from '../errors/system-error.ts';
import { addressOf, listen } from '../hosts/standalone/listen.ts';
import { type Environment, environment } from '../system/environment.ts';
import { SYSTEM_RUNTIME } from '../system/runtime.ts';
import { EXIT, type Exit, exitOfRun } from './exit-codes.ts';
import { colorize, openTerminal, untilInterrupted } from './terminal.ts';

/** Where a Prometheus and a Grafana on the same machine find their configuration, and a Prometheus keeps its data. */
const FOLDER = '.data/demo';

/** The sample tenant, pulled and served by the very parts that a real one is, until a signal ends it. */
export async function demo(): Promise<Exit> {
  const signal = untilInterrupted();
  const folder = await mkdtemp(join(tmpdir(), 'm365-usage-exporter-demo-')).catch((error: unknown) => {
    throw folderError(`${tmpdir()} for temporary files (TMPDIR, on Windows TEMP)`, error);
  });
  const tenant = await startSampleTenant(SYSTEM_RUNTIME.now);
  try {
    return await serveDemo(sampleEnvironment(tenant, folder), signal);
  } finally {
    tenant.close();
    await removeOrTell(folder);
  }
}

/** The sample tenant's settings, with none of a real tenant's credentials. */
function sampleEnvironment(tenant: SampleTenant, folder: string): Environment {
  const own = Object.entries(environment()).filter(([name]) => !name.startsWith('AZURE_'));
  return {
    ...Object.fromEntries(own),
    TENANT_ID: 'sample-tenant',
    OTEL_METRICS_EXPORTER: 'prometheus',
    REPORT_FORMAT: 'csv',
    OTEL_RESOURCE_ATTRIBUTES: 'sample_data=true',
    HISTORY_STORE: `file:${folder}`,
    ...tenant.environment,
  };
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
    const { paths, hints } = await writeConfigurations(new URL(addressOf(server)), FOLDER).catch((error: unknown) => {
      throw folderError(`${FOLDER} (below the current folder, for Prometheus and Grafana)`, error);
    });
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

async function removeOrTell(path: string): Promise<void> {
  const sentence = await removeData(path);
  if (sentence !== undefined) process.stderr.write(`${sentence}\n`);
}
