import { rm } from 'node:fs/promises';
import { createStore } from '../src/app.ts';
import { loadFamilies } from '../src/export/load-families.ts';
import type { Family } from '../src/metrics/point.ts';
import { readSettings, type Settings } from '../src/settings/settings.ts';
import { createDocuments } from '../src/store/documents.ts';
import { startChild } from './child.ts';

export interface Sample {
  /** Settings for all v1.0 reports of the sample tenant with a window of 180 days. */
  readonly environment: NodeJS.ProcessEnv;
  /** Forget what was pulled. */
  readonly forget: () => Promise<void>;
  readonly end: () => void;
}

/** The sample tenant, with an empty history. */
export async function startSample(name: string, latencyMs = 0): Promise<Sample> {
  const folder = `dist/bench/${name}`;
  const forget = () => rm(folder, { recursive: true, force: true });
  await forget();
  const tenant = await startChild('bench/tenant.ts', [String(latencyMs)]);
  const own = Object.entries(process.env).filter(([key]) => /^(PATH|HOME|TMPDIR)$/.test(key));
  const environment = {
    ...Object.fromEntries(own),
    ...tenant.said,
    TENANT_ID: 'sample-tenant',
    HISTORY_STORE: `file:${folder}`,
    WINDOW_DAYS: '180',
  };
  return { environment, forget, end: tenant.end };
}

/** Everything there is to export of what was pulled. */
export async function loadSample(environment: NodeJS.ProcessEnv): Promise<{
  readonly settings: Settings;
  readonly families: readonly Family[];
}> {
  const settings = readSettings(environment, 'standalone');
  const documents = createDocuments(await createStore(settings), settings.tenant.id);
  return { settings, families: await Array.fromAsync(loadFamilies({ settings, documents, now: () => new Date() })) };
}
