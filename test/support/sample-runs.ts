import { onTestFinished } from 'vitest';
import { prepareLibraries } from '../../src/app.ts';
import { startSampleTenant } from '../../src/demo/sample-tenant.ts';
import { renderExposition } from '../../src/export/render.ts';
import { pullReports } from '../../src/pull-reports.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { toText } from '../../src/store/exposition-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { Environment } from '../../src/system/environment.ts';
import { SYSTEM_RUNTIME } from '../../src/system/runtime.ts';
import { createTenant } from '../../src/tenant.ts';
import { parseExposition } from './exposition.ts';

export const QUIET = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/**
 * The tenant `sample`, a Graph that has its reports, and a clock that stands still at `at` until it is set. A process can pull from
 * one only: the identity library keeps the endpoint that it has met first.
 */
export async function startSampleRuns(at: string, more: Environment = {}) {
  let today = at;
  const now = () => new Date(today);
  const graph = await startSampleTenant(now);
  onTestFinished(graph.close);
  const environment: Environment = { ...graph.environment, TENANT_ID: 'sample', HISTORY_STORE: 'file:.', ...more };
  const settings = readSettings(environment, 'standalone');
  prepareLibraries(environment);
  const tenantOf = (store: Store) => createTenant(settings.tenant, store, { ...SYSTEM_RUNTIME, now });
  return {
    settings,
    graphEndpoint: environment.GRAPH_ENDPOINT ?? '',
    setClock: (next: string) => {
      today = next;
    },
    run: (which: 'due' | 'all', store: Store) =>
      pullReports(which, tenantOf(store), { settings, log: QUIET, now, sleep: SYSTEM_RUNTIME.sleep }),
    /** Every series that a scrape would get, with other settings too. */
    series: async (store: Store, others: Environment = {}) => {
      const documents = tenantOf(store).openRunDocuments();
      const shaped = readSettings({ ...environment, ...others }, 'standalone');
      return parseExposition(String(await toText(await renderExposition({ settings: shaped, documents, now }))));
    },
  };
}
