import { assembleApp, createStore, prepareLibraries } from '../../src/app.ts';
import { startSampleTenant } from '../../src/demo/sample-tenant.ts';
import { readSettings } from '../../src/settings/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { SYSTEM_RUNTIME } from '../../src/system/runtime.ts';
import { createTenant } from '../../src/tenant.ts';
import { QUIET_LOG } from '../quiet-log.ts';

/** The reads and writes of the store in a pull on the day after the first one; in a process of its own. */
let ahead = 0;
const now = () => new Date(Date.now() + ahead);
const graph = await startSampleTenant(now);
const environment = { ...process.env, ...graph.environment };
prepareLibraries(environment);
const settings = readSettings(environment, 'standalone');
const counts = { reads: 0, writes: 0 };
const tenant = createTenant(settings.tenant, counted(await createStore(settings)), { ...SYSTEM_RUNTIME, now });
const app = assembleApp(settings, tenant, { ...SYSTEM_RUNTIME, now });
for (const day of [0, 1]) {
  ahead = day * 86_400_000;
  Object.assign(counts, { reads: 0, writes: 0 });
  await app.pull('all', { log: QUIET_LOG });
}
graph.close();
process.stdout.write(JSON.stringify(counts));

function counted(store: Store): Store {
  return {
    ...store,
    read: (path, known) => {
      counts.reads += 1;
      return store.read(path, known);
    },
    write: (path, bytes, replaces) => {
      counts.writes += 1;
      return store.write(path, bytes, replaces);
    },
  };
}
