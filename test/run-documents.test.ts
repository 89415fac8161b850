import { expect, it } from 'vitest';
import { connectTenant } from '../src/app.ts';
import { startSampleTenant } from '../src/demo/sample-tenant.ts';
import { pullReports } from '../src/pull-reports.ts';
import { readSettings } from '../src/settings/settings.ts';
import type { Store } from '../src/store/store.ts';
import { SYSTEM_RUNTIME } from '../src/system/runtime.ts';
import { createTenant } from '../src/tenant.ts';
import { createMemoryStore } from './support/memory-store.ts';

const QUIET = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** A store that counts what is done to each document. */
function countingStore(store: Store) {
  const reads: string[] = [];
  const writes: string[] = [];
  const counting: Store = {
    ...store,
    read: (path, known) => {
      reads.push(path);
      return store.read(path, known);
    },
    write: (path, bytes, replaces) => {
      writes.push(path);
      return store.write(path, bytes, replaces);
    },
  };
  return { counting, reads, writes };
}

it('a run reads each document once and writes it once', async () => {
  let today = '2026-11-18T10:00:00Z';
  const now = () => new Date(today);
  const sample = await startSampleTenant(now);
  const settings = readSettings({ ...sample.environment, TENANT_ID: 'sample' }, 'standalone');
  await connectTenant({ ...settings, historyStore: { kind: 'file', folder: '.' } }, sample.environment);
  const { counting, reads, writes } = countingStore(createMemoryStore());
  const tenant = createTenant(settings.tenant, counting, { ...SYSTEM_RUNTIME, now });
  const run = () => pullReports('due', tenant, { settings, log: QUIET, now, sleep: SYSTEM_RUNTIME.sleep });
  await run();
  today = '2026-11-19T10:10:00Z';
  reads.length = 0;
  writes.length = 0;

  const { reports } = await run();
  sample.close();

  expect(reports.filter(({ failure }) => failure !== undefined)).toEqual([]);
  expect(reports).toHaveLength(58);
  expect([reads.length, writes.length]).toEqual([new Set(reads).size, new Set(writes).size]);
  expect(reads.length).toBeLessThanOrEqual(150);
  process.stdout.write(`\n${reads.length} reads and ${writes.length} writes on the second day\n`);
});
