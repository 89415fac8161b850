import { expect, it } from 'vitest';
import { loadFamilies } from '../../src/export/load-families.ts';
import { toPrometheus } from '../../src/export/prometheus.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { createDocuments } from '../../src/store/documents.ts';
import { overwriteJson } from '../../src/store/store.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { parseStrictly } from '../support/strict-exposition.ts';

const NOW = new Date('2026-11-20T10:00:00.000Z');
const PULLED = NOW.toISOString();
const settings = readSettings({ REPORTS: 'getEmailActivityCounts,getYammerActivityCounts' }, 'standalone');
const PART = 't/history/getEmailActivityCounts/2026.json';
const STATUS = 't/status/getEmailActivityCounts.json';
const FAILING = 'm365_report_failing_since_timestamp_seconds{"report":"getEmailActivityCounts"}';

it.each([
  [PART, '[5,0]', '["boom",0]'],
  [PART, '[5,0]', '[1e999,0]'],
  [PART, '[5,0]', '[5,7]'],
  [PART, '{"2026-11-18":[5,0]}', '5'],
  [PART, '"2026-11-18":[5,0]', '"2026-02-30":[5,0]'],
  [PART, `"pulledAt":"${PULLED}"`, '"pulledAt":"yesterday"'],
  [STATUS, '"date":"2026-11-18"', '"date":"boom"'],
  [STATUS, '"value":5', '"value":"boom"'],
  [STATUS, '"rows":1', '"rows":{}'],
])('in %s, %s that became %s costs that report, and says so', async (path, text, damage) => {
  const store = await aStore();
  const stored = await store.read(path);
  if (stored === undefined || stored === 'unchanged') throw new Error('nothing is stored');
  expect(stored.bytes.toString()).toContain(text);
  await store.write(path, Buffer.from(stored.bytes.toString().replace(text, damage)), stored.etag);

  const { samples, history } = await exposed(store);

  expect(samples).toContain('m365_report_failure{"reason":"store","report":"getEmailActivityCounts"} 1');
  expect(samples).toContain('m365_report_pull_success{"report":"getYammerActivityCounts"} 1');
  expect(samples.filter((line) => line.startsWith('m365_viva_engage_')).length).toBeGreaterThan(0);
  const whole = path === PART ? /^m365_outlook_messages_sent_latest/ : /^m365_outlook_messages_sent\{.*report_date/;
  expect(samples.filter((line) => whole.test(line))).toHaveLength(1);
  const [report] = settings.tenant.reports;
  const load = report && (path === PART ? history.loadPart(report, 2026) : history.loadStatus(report));
  await expect(load).rejects.toMatchObject({
    message: `${path} in the store is corrupt; restore it from a backup, or move it away to start over`,
  });
});

it.each([PART, STATUS])(
  '%s that is corrupt is a failure since it was found, until a day after it was last',
  async (path) => {
    const store = await aStore();
    const [healthyAt, first, second, nextDay, later] = [0, 1, 2, 25, 60].map(
      (hours) => new Date(NOW.getTime() + hours * 3_600_000),
    );
    const sinceAt = async (now: Date | undefined) =>
      (await exposed(store, now)).samples.find((line) => line.startsWith(FAILING))?.split(' ')[1];

    const healthy = await sinceAt(healthyAt);
    await overwriteJson(store, path, { version: 1, newest: 'boom' });
    const found = [
      await sinceAt(first),
      await sinceAt(second),
      await sinceAt(nextDay),
      await sinceAt(later),
      await sinceAt(later),
    ];

    const began = String((first?.getTime() ?? 0) / 1000);
    expect([healthy, ...found]).toEqual(['0', '0', began, began, '0', '0']);
  },
);

it('fields that only a newer release knows are written back untouched, at every depth', async () => {
  const store = await aStore();
  const stored = await store.read(PART);
  if (stored === undefined || stored === 'unchanged') throw new Error('nothing is stored');
  const text = stored.bytes.toString().replaceAll('"column":', '"new":{"kept":[1]},"column":').replace('{', '{"x":1,');
  await store.write(PART, Buffer.from(text), stored.etag);

  await pull(store, '2026-11-20T11:00:00.000Z');

  const after = await store.read(PART);
  if (after === undefined || after === 'unchanged') throw new Error('nothing is stored');
  expect(JSON.parse(after.bytes.toString())).toMatchObject({ x: 1, series: [{ new: { kept: [1] } }] });
});

async function aStore() {
  const store = createMemoryStore();
  await pull(store, PULLED);
  return store;
}

async function pull(store: ReturnType<typeof createMemoryStore>, pulledAt: string): Promise<void> {
  for (const report of settings.tenant.reports) {
    const column = report.metrics[0]?.columns[0]?.header ?? '';
    const values = [{ column, item: '', date: '2026-11-18', value: 5 }];
    const precedence = { refreshedOn: '2026-11-18', pulledAt };
    const reading = {
      ...{ refreshedOn: '2026-11-18', newestDate: '2026-11-18', values, rows: 1, emptyCells: 0 },
      ...{ rejectedRows: 0, leftOutRows: [], rejectedCells: [], missingColumns: [], unmappedColumns: [] },
    };
    const outcome = { at: pulledAt, seconds: 1 };
    await createDocuments(store, 't').history.addPull(report, [{ period: 'any', precedence, reading }], outcome);
  }
}

async function exposed(store: ReturnType<typeof createMemoryStore>, now = NOW) {
  const documents = createDocuments(store, 't');
  const families = loadFamilies({ settings, documents, now: () => now });
  const service = { name: undefined, version: '0', resourceAttributes: '' };
  const text = (await Array.fromAsync(toPrometheus(families, service, NOW))).join('');
  const sorted = (labels: object) => JSON.stringify(Object.fromEntries(Object.entries(labels).sort()));
  return {
    history: documents.history,
    samples: parseStrictly(text).map(({ name, labels, value }) => `${name}${sorted(labels)} ${value}`),
  };
}
