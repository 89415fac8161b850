import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePrometheusConfig } from '../demo/prometheus-config.ts';
import { removeData } from '../demo/remove-data.ts';
import { startSampleTenant } from '../demo/sample-tenant.ts';
import { openApp } from '../production.ts';
import { addressOf, listen } from '../server/listen.ts';
import { folderError } from '../system-error.ts';
import { EXIT, type Exit, exitOfRun } from './exit.ts';
import { openTerminal, paint, untilInterrupted } from './terminal.ts';

/** Where a Prometheus on the same machine finds its configuration, and keeps its data. */
const FOLDER = '.data/demo';

/** The sample tenant, pulled and served by the very parts that a real one is, until it is told to end. */
export async function demo(): Promise<Exit> {
  const signal = untilInterrupted();
  const folder = await mkdtemp(join(tmpdir(), 'm365-usage-exporter-demo-')).catch((error: unknown) => {
    throw folderError(`${tmpdir()} for temporary files (TMPDIR, on Windows TEMP)`, error);
  });
  const tenant = await startSampleTenant(() => new Date());
  try {
    pretend({ ...tenant.environment, HISTORY_STORE: `file:${folder}` });
    return await serveDemo(signal);
  } finally {
    tenant.close();
    await removeOrTell(folder);
  }
}

/** `@azure/identity` reads the environment itself; a real tenant's credentials must not meet the sample one. */
function pretend(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env).filter((name) => name.startsWith('AZURE_'))) delete process.env[name];
  const noProxy = [process.env.NO_PROXY, '127.0.0.1'].filter(Boolean).join(',');
  const sample = {
    TENANT_ID: 'sample-tenant',
    OTEL_METRICS_EXPORTER: 'prometheus',
    REPORT_FORMAT: 'csv',
    OTEL_RESOURCE_ATTRIBUTES: 'sample_data=true',
  };
  Object.assign(process.env, sample, environment, { NO_PROXY: noProxy });
}

async function serveDemo(signal: AbortSignal): Promise<Exit> {
  const app = await openApp(process.env, 'standalone');
  const { log } = openTerminal(app.config.logLevel);
  const { stdout } = process;
  stdout.write(
    `${paint('bold', 'SAMPLE DATA', stdout)}: an invented tenant on this machine; nothing is sent to Microsoft.\n\n`,
  );
  const server = await listen(app, log);
  let config: string | undefined;
  try {
    config = await writePrometheusConfig(new URL(addressOf(server)), FOLDER).catch((error: unknown) => {
      throw folderError(`${FOLDER} (below the current folder, for Prometheus)`, error);
    });
    const run = await app.pull('all', { log, signal });
    if (signal.aborted) return EXIT.done;
    const { body } = await app.metrics({ header: () => undefined });
    const series = body
      .toString()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')).length;
    stdout.write(
      `\n${run.reports.length} reports pulled, ${series} series. Look at ${paint('cyan', `${addressOf(server)}/metrics`, stdout)}, for m365_groups_active for example.\n` +
        `A page for people: ${paint('cyan', addressOf(server), stdout)}\n` +
        `With Prometheus: prometheus --config.file=${config} --storage.tsdb.path=${FOLDER}/prometheus --web.listen-address=127.0.0.1:9091\n` +
        'Ctrl+C ends the demo and removes its data.\n',
    );
    if (!signal.aborted) await once(signal, 'abort');
    return exitOfRun(run);
  } finally {
    server.close();
    server.closeAllConnections();
    if (config !== undefined) await removeOrTell(config);
  }
}

async function removeOrTell(path: string): Promise<void> {
  const sentence = await removeData(path);
  if (sentence !== undefined) process.stderr.write(`${sentence}\n`);
}
