import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDocuments } from '../src/store/documents.ts';
import type { Store } from '../src/store/store.ts';
import { parseExposition } from './support/exposition.ts';
import { createMemoryStore } from './support/memory-store.ts';
import { startSampleRuns } from './support/sample-runs.ts';
import { loadStored } from './support/stored-values.ts';

/**
 * What a development version, in which some fields had other names, stored of the sample tenant on 18 November 2026 with
 * the settings below, and the text that it served.
 */
const FIXTURES = 'test/fixtures/earlier-store';
const SETTINGS = { REPORTS: 'groups', REPORT_PERIOD: 'D7', WINDOW_DAYS: '3' };
const SAME_DAY = '2026-11-18T10:05:00Z';
const NEXT_DAY = '2026-11-19T10:10:00Z';

async function start() {
  const runs = await startSampleRuns(SAME_DAY, SETTINGS);
  return { ...runs, store: await earlierStore(runs.graphEndpoint) };
}

async function earlierStore(graphEndpoint: string): Promise<Store> {
  const store = createMemoryStore();
  const files = (await readdir(FIXTURES, { recursive: true })).filter((name) => name.endsWith('.json'));
  for (const file of files) {
    const text = await readFile(join(FIXTURES, file), 'utf8');
    const document = Buffer.from(text.replaceAll('https://graph.microsoft.com', graphEndpoint));
    await store.write(file.replaceAll(sep, '/'), document, undefined);
  }
  return store;
}

/** The series that the earlier version served, but for those that say how the exporter itself is. */
async function servedBefore(): Promise<Map<string, number>> {
  const text = await readFile(join(FIXTURES, 'exposition.txt'), 'utf8');
  const renamed = text.replaceAll('m365_graph_requests', 'm365_last_run_graph_responses');
  return new Map([...parseExposition(renamed)].filter(([name]) => KEPT.test(name)));
}

const KEPT = /^m365_(groups|last_run_|pull_last_run_|report_(columns|empty|last|newest|pull|refresh|rejected|rows))/;

describe('a store of an earlier version', () => {
  it('is served as that version did, without a run', async () => {
    const { store, series } = await start();

    const served = await series(store);

    const before = await servedBefore();
    expect(before.size).toBeGreaterThan(80);
    expect([...before].filter(([name, value]) => served.get(name) !== value)).toEqual([]);
    expect([...served.keys()].filter((name) => name.startsWith('m365_groups') && !before.has(name))).toEqual([]);
  });

  it('holds what healthz and the exporters say', async () => {
    const { history, deliveries } = createDocuments(await earlierStore(''), 'sample');

    expect((await history.loadLastRun())?.reports).toEqual({ selected: 4, healthy: 4, notOffered: 0 });
    expect(Object.keys(await deliveries.loadDelivered('console', 'console'))).toHaveLength(11);
    expect((await deliveries.loadStatuses()).console?.lastSuccessAt).toBe('2026-11-18T10:00:00.000Z');
  });

  it('loses nothing to a run of the next day', async () => {
    const { store, run, setClock, settings } = await start();
    const load = () => loadStored(store, 'sample', settings.tenant.reports);
    await run('all', store);
    const before = await load();
    setClock(NEXT_DAY);

    const { reports } = await run('due', store);

    expect(reports.map(({ failure }) => failure)).toEqual([undefined, undefined, undefined, undefined]);
    const after = await load();
    const oldest = (cells: ReadonlyMap<string, number> = new Map()) =>
      [...cells].filter(([cell]) => cell.endsWith('2026-11-10'));
    for (const [file, cells] of before.files) {
      const now = [...(after.files.get(file)?.keys() ?? [])];
      expect([...cells.keys()].filter((cell) => !now.includes(cell))).toEqual([]);
      expect(oldest(after.files.get(file))).toEqual(oldest(cells));
      expect(now.some((cell) => cell.endsWith('2026-11-17'))).toBe(true);
    }
    expect([...after.statuses.values()].map(({ lastSuccessAt }) => lastSuccessAt)).toEqual(
      reports.map(() => '2026-11-19T10:10:00.000Z'),
    );
  });
});
