import assert from 'node:assert/strict';
import fc from 'fast-check';
import { REASONS, ReportError } from '../../../src/errors/errors.ts';
import { columnsOf, comparable, namesOf } from '../../../src/report/columns.ts';
import type { Reading } from '../../../src/report/reading.ts';
import { oddCell, oddName } from '../cells.ts';
import { dresses, type File, files, PLAIN, strangeFiles, toFile, write } from '../files.ts';
import { type Draft, drafts, type Grid, toGrid } from '../grid.ts';
import { readFile, unlessRejected } from '../pipeline.ts';
import { property } from '../property.ts';

const MAX_MESSAGE = 250;

/** Drafts whose rows are as long as their header, with nothing below a column without a name. */
const even = drafts.map((draft) => {
  const { header, rows } = toGrid({ ...draft, rows: draft.rows.map((row) => ({ ...row, ragged: 0 })) });
  const blank = rows.map((cells) => cells.map((cell, index) => (header[index]?.trim() === '' ? '' : cell)));
  return { draft, grid: { header, rows: blank } };
});

export const readingProperties = [
  property('a file is read, or rejected with a reason and one short sentence', files, isReadOrRejected),
  property(
    'what is no file of a report is rejected with a reason and one short sentence',
    strangeFiles,
    isReadOrRejected,
  ),
  property(
    'rows and columns in any order are the same reading',
    fc.record({ even, keys: fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }) }),
    async ({ even: { draft, grid }, keys }) => {
      const order = shuffled(grid.header, keys);
      const rows = shuffled(grid.rows, keys).map((index) => order.map((at) => grid.rows[index]?.[at] ?? ''));
      await areAlike(csv(draft, grid), csv(draft, { header: order.map((at) => grid.header[at] ?? ''), rows }));
    },
  ),
  property(
    'byte order mark, line endings, quotes and spaces around cells say nothing',
    fc.record({ draft: drafts, dress: dresses }),
    async ({ draft, dress }) => areAlike(csv(draft, toGrid(draft)), csv(draft, toGrid(draft), dress)),
  ),
  property('JSON and CSV of the same rows are the same values', even, async ({ draft, grid }) => {
    const names = grid.header.map(comparable);
    if (grid.rows.length === 0 || new Set(names).size < names.length || names.includes('')) return;
    if (grid.header.some((name) => name === 'id' || name.includes('@'))) return;
    const [asJson, asCsv] = await Promise.all((['json', 'csv'] as const).map((format) => outcome(draft, grid, format)));
    assert.deepEqual(asJson?.values, asCsv?.values);
  }),
  property(
    'a unmapped column changes nothing of the others',
    fc.record({ even, at: fc.nat(30), name: oddName, cells: fc.array(oddCell, { minLength: 6, maxLength: 6 }) }),
    async ({ even: { draft, grid }, at, name, cells }) => {
      const known = columnsOf(draft.report).flatMap(({ column }) => namesOf(column));
      const meant = ['Report Refresh Date', 'Report Date', 'Report Period', draft.report.item?.header ?? ''];
      const taken = [...known, ...[...meant, ...grid.header].map(comparable)];
      if (name.trim() === '' || (taken.includes(comparable(name)) && comparable(name) !== '')) return;
      const place = at % (grid.header.length + 1);
      const wider = {
        header: grid.header.toSpliced(place, 0, name),
        rows: grid.rows.map((row, index) => row.toSpliced(place, 0, cells[index] ?? '')),
      };
      const [before, after] = await Promise.all([outcome(draft, grid, 'csv'), outcome(draft, wider, 'csv')]);
      const others = after?.values.filter(({ column }) => column !== name.toWellFormed().trim());
      assert.deepEqual(others, before?.values);
    },
  ),
];

async function isReadOrRejected(file: File): Promise<void> {
  await readFile(file).catch((error: unknown) => {
    assert.ok(error instanceof ReportError, String(error));
    assert.ok(REASONS.includes(error.reason));
    assert.ok(error.message.length <= MAX_MESSAGE, `a message of ${error.message.length} letters`);
    assert.match(error.message, /^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);
    assert.doesNotMatch(error.message, /\. |NaN|undefined/);
  });
}

function csv(draft: Draft, grid: Grid, dress = PLAIN): File {
  return toFile({ ...draft, format: 'csv' }, Buffer.from(write('csv', grid, dress)));
}

/** What a grid says; undefined where it is rejected. */
async function outcome(draft: Draft, grid: Grid, format: 'csv' | 'json'): Promise<Reading | undefined> {
  const file = toFile({ ...draft, format }, Buffer.from(write(format, grid, PLAIN)));
  const reading = await unlessRejected(readFile(file));
  return reading && inOrder(reading);
}

async function areAlike(one: File, other: File): Promise<void> {
  const [first, second] = await Promise.all([one, other].map((file) => unlessRejected(readFile(file))));
  assert.deepEqual(second && inOrder(second), first && inOrder(first));
}

function inOrder(reading: Reading): Reading {
  const values = [...reading.values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const [missingColumns, unmappedColumns] = [reading.missingColumns, reading.unmappedColumns].map((names) =>
    [...names].sort(),
  );
  const rejectedCells = reading.rejectedCells.toSorted((a, b) => (a.column < b.column ? -1 : 1));
  return {
    ...reading,
    values,
    rejectedCells,
    missingColumns: missingColumns ?? [],
    unmappedColumns: unmappedColumns ?? [],
  };
}

function shuffled(items: readonly unknown[], keys: readonly number[]): readonly number[] {
  const key = (index: number) => ((keys[index % keys.length] ?? 0) * (index + 7)) % 1009;
  return items.map((_, index) => index).sort((a, b) => key(a) - key(b));
}
