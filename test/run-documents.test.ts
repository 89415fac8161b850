import { expect, it } from 'vitest';
import type { Store } from '../src/store/store.ts';
import { createMemoryStore } from './support/memory-store.ts';
import { startSampleRuns } from './support/sample-runs.ts';

/** A store that notes the path of each document that is read or written. */
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
  const { run, setClock } = await startSampleRuns('2026-11-18T10:00:00Z');
  const { counting, reads, writes } = countingStore(createMemoryStore());
  await run('due', counting);
  setClock('2026-11-19T10:10:00Z');
  reads.length = 0;
  writes.length = 0;

  const { reports } = await run('due', counting);

  expect(reports.filter(({ failure }) => failure !== undefined)).toEqual([]);
  expect(reports).toHaveLength(58);
  expect([reads.length, writes.length]).toEqual([new Set(reads).size, new Set(writes).size]);
  expect(reads.length).toBeLessThanOrEqual(150);
  process.stdout.write(`\n${reads.length} reads and ${writes.length} writes on the second day\n`);
});
