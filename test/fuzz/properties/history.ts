import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeIntoPart } from '../../../src/history/merge.ts';
import { byYear, comparePrecedence, EMPTY_PART } from '../../../src/history/part.ts';
import type { Part, Precedence } from '../../../src/history/part-schema.ts';
import type { SeriesKey } from '../../../src/report/reading.ts';
import { seriesId } from '../../../src/report/series-id.ts';
import { PLAIN, toFile, write } from '../files.ts';
import { drafts, refreshDates, rows, toGrid } from '../grid.ts';
import { type Pulled, pullFile, store, unlessRejected } from '../pipeline.ts';
import { property } from '../property.ts';

/** Files of one report, some with the same refresh date and time of pull. */
const past = fc
  .record({
    draft: drafts,
    others: fc.array(fc.record({ refreshedOn: refreshDates, rows }), { minLength: 1, maxLength: 3 }),
    hours: fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
    keys: fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }),
  })
  .map(({ draft, others, hours, keys }) => ({
    draft,
    keys,
    files: [draft, ...others.map((other) => ({ ...draft, ...other }))].map((entry, index) => ({
      file: toFile(entry, Buffer.from(write(entry.format, toGrid(entry), PLAIN))),
      pulledAt: `2026-11-20T1${hours[index]}:00:00.000Z`,
    })),
  }));

const text = fc.string({ unit: fc.constantFrom('a', '1', '\n'), maxLength: 4 });
const seriesKey = fc.oneof(
  fc.record({ column: text, item: text }),
  fc.record({ column: text, item: text, period: fc.constantFrom(1, 11) }),
);

type Past = typeof past extends fc.Arbitrary<infer T> ? T : never;

export const historyProperties = [
  property('two series are taken for one only where they are one', fc.tuple(seriesKey, seriesKey), ([one, other]) =>
    assert.equal(seriesId(one) === seriesId(other), toText(one) === toText(other)),
  ),
  property('readings merged in any order are the same history', past, async (entry) => {
    const readings = await read(entry);
    const others = readings
      .map((reading, index) => ({ reading, key: entry.keys[index] ?? 0 }))
      .sort((a, b) => a.key - b.key)
      .map(({ reading }) => reading);
    const [one, other] = await Promise.all([readings, others].map((order) => remembered(entry, order)));
    assert.deepEqual(other, one);
  }),
  property('a reading merged twice is merged once', past, async (entry) => {
    const readings = await read(entry);
    const [once, twice] = await Promise.all(
      [readings, [...readings, ...readings]].map((all) => remembered(entry, all)),
    );
    assert.deepEqual(twice, once);
  }),
  property('the value of the highest reading that has one stands, and none is lost', past, async (entry) => {
    const readings = await read(entry);
    const expected = new Map<string, { readonly precedence: Precedence; readonly value: number }>();
    for (const { precedence, reading } of readings) {
      for (const { date, value, ...key } of reading.values) {
        const id = `${toText(key)} ${date}`;
        const old = expected.get(id);
        const order = old === undefined ? 1 : comparePrecedence(precedence, old.precedence);
        if (order > 0 || (order === 0 && value > (old?.value ?? 0))) expected.set(id, { precedence, value });
      }
    }
    const { values } = await remembered(entry, readings);
    const wanted = [...expected].map(([id, { precedence, value }]) => `${id} ${value} ${JSON.stringify(precedence)}`);
    assert.deepEqual(values, wanted.sort());
  }),
  property('history that was stored and loaded is what it was', past, async (entry) => {
    const readings = await read(entry);
    const parts = new Map<number, Part>();
    for (const { precedence, reading } of readings)
      for (const [year, values] of byYear(reading.values))
        parts.set(year, mergeIntoPart(parts.get(year) ?? EMPTY_PART, precedence, values));
    const { history } = await store(entry.draft, readings);
    const inOrder = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
    assert.deepEqual(await history.loadAllParts(entry.draft.report), inOrder);
  }),
];

async function read({ files }: Past): Promise<readonly Pulled[]> {
  const pulled = await Promise.all(files.map(({ file, pulledAt }) => unlessRejected(pullFile(file, pulledAt))));
  return pulled.filter((entry) => entry !== undefined);
}

/** Everything a store knows after some readings, in one order. */
async function remembered({ draft }: Past, readings: readonly Pulled[]) {
  const { history } = await store(draft, readings);
  const parts = await history.loadAllParts(draft.report);
  const status = await history.loadStatus(draft.report);
  const values = parts.flatMap(({ readings: supersedes, series }) => {
    assert.equal(new Set(series.map(seriesId)).size, series.length);
    return series.flatMap(({ days, column, item, period }) =>
      Object.entries(days).map(([date, [value, reading]]) => {
        const id = `${toText({ column, item, ...(period !== undefined && { period }) })} ${date}`;
        return `${id} ${value} ${JSON.stringify(supersedes[reading])}`;
      }),
    );
  });
  return { values: values.sort(), newest: inOrder(status.newest), lastRead: inOrder(status.lastRead) };
}

function inOrder(byPeriod: object): readonly string[] {
  return Object.entries(byPeriod)
    .map((entry) =>
      JSON.stringify(entry, (_, value) => (Array.isArray(value) ? value.map((v) => JSON.stringify(v)).sort() : value)),
    )
    .sort();
}

function toText({ column, item, period }: SeriesKey): string {
  return JSON.stringify([column, item, period ?? null]);
}
