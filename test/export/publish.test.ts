import { expect, it } from 'vitest';
import { loadPublished } from '../../src/export/publish.ts';
import { renderExposition } from '../../src/export/render.ts';
import { filesOf } from '../../src/report/files.ts';
import { parseCsv } from '../../src/report/parse-csv.ts';
import { toReading } from '../../src/report/to-reading.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { toText } from '../../src/store/exposition-store.ts';
import { createFolderStore } from '../../src/store/folder.ts';
import type { HistoryStore } from '../../src/store/history-store.ts';
import { SYSTEM_RUNTIME } from '../../src/system/runtime.ts';
import { createTenant } from '../../src/tenant.ts';
import { reportNamed } from '../support/reports.ts';
import { temporaryFolder } from '../support/run.ts';

const NOW = new Date('2026-11-20T10:00:00Z');

it('is rendered again when another run came between, so that the last one knows of every reading', async () => {
  const settings = readSettings({ REPORTS: 'getOffice365GroupsActivityGroupCounts' }, 'standalone');
  const tenant = createTenant(settings.tenant, createFolderStore(await temporaryFolder()), SYSTEM_RUNTIME);
  const now = () => NOW;
  const run = { settings, documents: tenant.openRunDocuments(), now };
  await loadPublished(run);
  await addGroups(tenant.documents.history, 5);
  await renderExposition({ settings, documents: tenant.openRunDocuments(), now });

  await renderExposition(run);

  const stored = await tenant.documents.exposition.load();
  if (stored === undefined || stored === 'unchanged') throw new Error('nothing is stored');
  expect((await toText(stored.exposition)).toString()).toContain('m365_groups_latest 5');
});

async function addGroups(history: HistoryStore, total: number): Promise<void> {
  const report = reportNamed('getOffice365GroupsActivityGroupCounts');
  const text = `Report Refresh Date,Total,Active,Report Date,Report Period\n2026-11-18,${total},1,2026-11-18,7`;
  const precedence = { refreshedOn: '2026-11-18', pulledAt: NOW.toISOString() };
  const [file] = filesOf(report, { reportPeriod: 'D7', wholePeriods: [] });
  if (file === undefined) throw new Error('no file');
  const reading = toReading(report, parseCsv(text), { file, periodName: 'D7', version: 'v1.0' }, NOW);
  await history.addPull(report, [{ period: file.key, precedence, reading }], { at: precedence.pulledAt, seconds: 1 });
}
