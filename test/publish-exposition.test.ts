import { expect, it } from 'vitest';
import { reports } from '../src/catalogue/index.ts';
import { pullsOf } from '../src/catalogue/periods.ts';
import type { Report } from '../src/catalogue/types.ts';
import { readConfig } from '../src/config.ts';
import { publishExposition } from '../src/publish-exposition.ts';
import { parseCsv } from '../src/report/parse-csv.ts';
import { toReading } from '../src/report/to-reading.ts';
import { openExpositionStore, toText } from '../src/store/exposition-store.ts';
import { openFileStore } from '../src/store/file-store.ts';
import { type HistoryStore, openHistoryStore } from '../src/store/history-store.ts';
import { openPushStore } from '../src/store/push-store.ts';
import { temporaryFolder } from './support/run.ts';

const NOW = new Date('2026-11-20T10:00:00Z');

it('is rendered again when another run came between, so that the last one knows of every reading', async () => {
  const store = openFileStore(await temporaryFolder());
  const history = openHistoryStore(store, 'tenant');
  const expositions = openExpositionStore(store, 'tenant');
  const deps = {
    pushes: openPushStore(store, 'tenant'),
    config: readConfig({ REPORTS: 'getOffice365GroupsActivityGroupCounts' }, 'standalone'),
    expositions,
    now: () => NOW,
  };
  let loads = 0;
  const interrupted: HistoryStore = {
    ...history,
    loadStatus: async (report) => {
      const status = await history.loadStatus(report);
      loads += 1;
      if (loads > 1) return status;
      await addGroups(history, 5);
      await publishExposition({ ...deps, history });
      return status;
    },
  };

  await publishExposition({ ...deps, history: interrupted });

  const stored = await expositions.load();
  if (stored === undefined || stored === 'unchanged') throw new Error('nothing is stored');
  expect((await toText(stored.exposition)).toString()).toContain('m365_groups_latest 5');
  expect(loads).toBe(2);
});

async function addGroups(history: HistoryStore, total: number): Promise<void> {
  const report = reports.find(
    (candidate): candidate is Report => candidate.name === 'getOffice365GroupsActivityGroupCounts',
  );
  if (report === undefined) throw new Error('no such report');
  const text = `Report Refresh Date,Total,Active,Report Date,Report Period\n2026-11-18,${total},1,2026-11-18,7`;
  const rank = { refreshedOn: '2026-11-18', pulledAt: NOW.toISOString() };
  const [pull] = pullsOf(report, { reportPeriod: 'D7', wholePeriods: [] });
  if (pull === undefined) throw new Error('no file');
  const reading = toReading(report, parseCsv(text), { pull, periodName: 'D7', version: 'v1.0' }, NOW);
  await history.addPull(report, [{ period: pull.key, rank, reading }], { at: rank.pulledAt, seconds: 1 });
}
