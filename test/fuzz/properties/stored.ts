import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StoreError } from '../../../src/errors/errors.ts';
import { loadFamilies } from '../../../src/export/load-families.ts';
import { toPrometheus } from '../../../src/export/prometheus.ts';
import { statusResponse } from '../../../src/http/status-response.ts';
import { readSettings } from '../../../src/settings/settings.ts';
import { createDocuments } from '../../../src/store/documents.ts';
import type { Store } from '../../../src/store/store.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { parseStrictly } from '../../support/strict-exposition.ts';
import { SERVICE } from '../pipeline.ts';
import { property } from '../property.ts';

const NOW = new Date('2026-11-20T10:00:00.000Z');
const AT = NOW.toISOString();
const SETTINGS = {
  ...readSettings({ REPORTS: 'getEmailActivityCounts,getYammerActivityCounts' }, 'standalone'),
  exporters: ['otlp' as const],
};
const [DAMAGED, OTHER] = SETTINGS.tenant.reports;
const TENANT = 'fuzz';

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    'boom',
    'infinity',
    5,
    -1,
    1.5,
    null,
    true,
    [],
    {},
    '',
    '2026-02-30',
    '9999-12-31',
    '0001-01-01',
    'a\ud800',
  ),
);

const damages = fc.record({
  document: fc.nat(50),
  place: fc.array(fc.nat(50), { maxLength: 6 }),
  value: junk,
  name: fc.constantFrom(undefined, '__proto__', 'constructor', 'x', '2026-02-30'),
});

export const storedProperties = [
  property('any JSON in any place of a stored document costs no more than its report', damages, async (damage) => {
    const { documents, before } = await HEALTHY;
    const paths = [...documents.keys()].filter((path) => !path.includes(OTHER?.name ?? ''));
    const path = paths[damage.document % paths.length] ?? '';
    const text = JSON.stringify(put(JSON.parse(documents.get(path) ?? ''), damage.place, damage));
    // JSON spells infinity as well.
    const store = await storeOf(new Map([...documents, [path, text.replaceAll('"infinity"', '1e999')]]));

    assert.deepEqual((await exposed(store)).get(OTHER?.name ?? ''), before.get(OTHER?.name ?? ''));
    await goesOn(store);
  }),
];

async function storeOf(documents: ReadonlyMap<string, string>): Promise<Store> {
  const store = createMemoryStore();
  for (const [path, text] of documents) await store.write(path, Buffer.from(text), undefined);
  return store;
}

/** The documents of a store with the history of two reports, a run, and a push; and what is exported of them. */
async function healthy() {
  const store = createMemoryStore();
  const documents = new Map<string, string>();
  const watched: Store = {
    ...store,
    write: (path, bytes, replaces) => {
      documents.set(path, bytes.toString());
      return store.write(path, bytes, replaces);
    },
  };
  await pull(watched, AT);
  const { deliveries, history } = createDocuments(watched, TENANT);
  await deliveries.addOutcomes([{ exporter: 'otlp', target: 't', at: AT }], 'everything');
  await deliveries.saveDelivered('otlp', 't', () => ({ metric: { '{}': { '2026-11-18': 5 } } }));
  await history.saveLastRun({ finishedAt: AT, graphResponses: { 302: 5 }, reports: { selected: 2, healthy: 2 } });
  return { documents, before: await exposed(store) };
}

const HEALTHY = healthy();

/** A pull of both reports; only that of the corrupt one may fail. */
async function pull(store: Store, pulledAt: string): Promise<void> {
  const { history } = createDocuments(store, TENANT);
  for (const report of SETTINGS.tenant.reports) {
    const precedence = { refreshedOn: '2026-11-18', pulledAt };
    const values = ['2026-11-17', '2026-11-18', '2025-12-31'].flatMap((date, index) =>
      report.metrics.flatMap(({ columns }) =>
        columns.map(({ header }) => ({ column: header, item: '', date, value: index })),
      ),
    );
    const rejectedCells = [{ column: 'Send', cells: 1, shape: '9,999' }];
    const counts = {
      rows: 3,
      emptyCells: 0,
      rejectedRows: 1,
      leftOutRows: [],
      rejectedCells,
      missingColumns: ['a'],
      unmappedColumns: ['b'],
    };
    const reading = { ...counts, refreshedOn: '2026-11-18', newestDate: '2026-11-18', values };
    const response = { url: 'https://graph.microsoft.com/x', etag: 'e', entry: 'f' };
    const failure = { reason: 'throttled', message: 'a sentence' };
    await history
      .addPull(report, [{ period: 'any', precedence, reading, response }], { at: pulledAt, seconds: 1, failure })
      .catch((error: unknown) => {
        assert.ok(report === DAMAGED && error instanceof StoreError && error.document !== undefined, String(error));
      });
  }
}

/** What is exported, by the label `report` or the product in the name of the metric. */
async function exposed(store: Store): Promise<ReadonlyMap<string, readonly string[]>> {
  const deps = { settings: SETTINGS, documents: createDocuments(store, TENANT), now: () => NOW };
  const text = (await Array.fromAsync(toPrometheus(loadFamilies(deps), SERVICE, NOW))).join('');
  const samples = parseStrictly(text);
  return Map.groupBy(
    samples.map((sample) => JSON.stringify(sample)),
    (line) => (line.includes('yammer') || line.includes('Yammer') ? (OTHER?.name ?? '') : ''),
  );
}

/** The page and the next run get along with what is there. */
async function goesOn(store: Store): Promise<void> {
  const { history, deliveries } = createDocuments(store, TENANT);
  const page = await statusResponse({ settings: SETTINGS, history, now: () => NOW });
  assert.ok(page.status === 200 || page.status === 503);
  await pull(store, '2026-11-20T11:00:00.000Z');
  await deliveries.loadDelivered('otlp', 't');
  await deliveries.saveDelivered('otlp', 't', (delivered) => delivered);
  await deliveries.addOutcomes([{ exporter: 'otlp', target: 't', at: AT }], 'everything');
  await exposed(store);
}

/** A document with another value at a place, or with one more. */
function put(
  document: unknown,
  [step, ...place]: readonly number[],
  { value, name }: { readonly value: unknown; readonly name: string | undefined },
): unknown {
  if (typeof document !== 'object' || document === null) return value;
  const keys = Object.keys(document);
  const key = keys[(step ?? 0) % keys.length];
  if (step === undefined || key === undefined) return name === undefined ? value : withName(document, name, value);
  const inner = put(Reflect.get(document, key), place, { value, name });
  return Array.isArray(document) ? document.with(Number(key), inner) : { ...document, [key]: inner };
}

function withName(document: object, name: string, value: unknown): unknown {
  if (Array.isArray(document)) return [...document, value];
  return Object.defineProperty({ ...document }, name, { value, enumerable: true });
}
