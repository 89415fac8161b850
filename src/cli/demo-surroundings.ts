import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Configurations, type Scraped, writeConfigurations } from '../demo/configurations.ts';
import { removeData } from '../demo/remove-data.ts';
import { folderError } from '../errors/system-error.ts';
import { type Environment, environment } from '../system/environment.ts';

/** Where a Prometheus and a Grafana on the same machine find their configuration, and a Prometheus keeps its data. */
const FOLDER = '.data/demo';

/** What a real tenant, or many of them, would be pulled and declared by. */
const OF_REAL_TENANTS = /^(AZURE_|TENANT|GRAPH_CLIENT_|TARGETS_HOST$)/;

/** The settings of a demo, with none of a real tenant's credentials. */
export function sampleEnvironment(folder: string): Environment {
  const own = Object.entries(environment()).filter(([name]) => !OF_REAL_TENANTS.test(name));
  return {
    ...Object.fromEntries(own),
    OTEL_METRICS_EXPORTER: 'prometheus',
    REPORT_FORMAT: 'csv',
    OTEL_RESOURCE_ATTRIBUTES: 'sample_data=true',
    HISTORY_STORE: `file:${folder}`,
  };
}

/** A folder for the time of the demo. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'm365-usage-exporter-demo-')).catch((error: unknown) => {
    throw folderError(`${tmpdir()} for temporary files (TMPDIR, on Windows TEMP)`, error);
  });
  try {
    return await work(folder);
  } finally {
    await removeOrTell(folder);
  }
}

/** What a Prometheus and a Grafana need to show the demo, and how they are started with it. */
export async function writeHints(scraped: Scraped): Promise<Configurations> {
  return writeConfigurations(scraped, FOLDER).catch((error: unknown) => {
    throw folderError(`${FOLDER} (below the current folder, for Prometheus and Grafana)`, error);
  });
}

export async function removeOrTell(path: string): Promise<void> {
  const sentence = await removeData(path);
  if (sentence !== undefined) process.stderr.write(`${sentence}\n`);
}
