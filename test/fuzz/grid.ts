import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { reports } from '../../src/catalogue/index.ts';
import type { Report } from '../../src/catalogue/types.ts';
import { comparable } from '../../src/report/columns.ts';
import { addDays, type Day } from '../../src/report/dates.ts';
import { filesOf, type PeriodSettings, type ReportFile } from '../../src/report/files.ts';
import { oddCell, oddDate } from './cells.ts';
import { type HeaderEdit, headerEdits, withEdits } from './headers.ts';

type Pages = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
const documented: Pages = JSON.parse(readFileSync('test/fixtures/documented-headers.json', 'utf8'));

/** A header and rows of text: what a file says, however it is written. */
export interface Grid {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Row {
  /** Days before the newest date. */
  readonly age: number;
  readonly item: string;
  /** The number of the first column; the others count on from it. */
  readonly base: number;
  readonly odd: readonly { readonly at: number; readonly cell: string; readonly date: string }[];
  /** Cells more, or fewer, than the header has. */
  readonly ragged: number;
}

/** A file of a report before it is written. */
export interface Draft {
  readonly report: Report;
  readonly pull: ReportFile;
  readonly settings: PeriodSettings;
  readonly format: 'csv' | 'json';
  readonly refreshedOn: Day;
  readonly edits: readonly HeaderEdit[];
  readonly rows: readonly Row[];
}

const SETTINGS = [
  { reportPeriod: 'D180', wholePeriods: ['D7', 'D30'] },
  { reportPeriod: 'D30', wholePeriods: ['D30', 'D180'] },
] as const;
const FILES = SETTINGS.flatMap((settings) =>
  reports.flatMap((report) => filesOf(report, settings).map((pull) => ({ report, pull, settings }))),
);

export const refreshDates = fc.constantFrom('2026-11-18', '2026-11-18', '2026-11-19', '2027-01-03', '2024-03-01');

const row: fc.Arbitrary<Row> = fc.record({
  age: fc.oneof({ weight: 3, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.nat(9).map((weeks) => weeks * 7) }),
  item: fc.constantFrom('All', 'Team', 'Other', ''),
  base: fc.nat(100_000),
  odd: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(fc.record({ at: fc.nat(30), cell: oddCell, date: oddDate }), { maxLength: 3 }) },
  ),
  ragged: fc.oneof(
    { weight: 20, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) },
  ),
});

export const rows: fc.Arbitrary<readonly Row[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 15, arbitrary: fc.array(row, { minLength: 1, maxLength: 6 }) },
);

export const drafts: fc.Arbitrary<Draft> = fc
  .record({
    file: fc.constantFrom(...FILES),
    format: fc.constantFrom('csv', 'csv', 'json'),
    refreshedOn: refreshDates,
    edits: headerEdits,
    rows,
  })
  .map(({ file, ...rest }) => {
    const draft = { ...file, ...rest };
    const text = () => `${file.report.name} ${file.pull.key} ${rest.refreshedOn} ${JSON.stringify(toGrid(draft))}`;
    return Object.defineProperty(draft, fc.toStringMethod, { value: text });
  });

export function toGrid(draft: Draft): Grid {
  const header = withEdits(headerOf(draft), draft.edits);
  return { header, rows: draft.rows.map((entry) => toCells(draft, header, entry)) };
}

function headerOf({ report, format }: Draft): readonly string[] {
  const pages = documented[report.name] ?? {};
  const page = format === 'json' ? pages.json : (pages['v1.0'] ?? pages.beta);
  return [...(page ?? []), ...(pages.v2 ?? [])];
}

function toCells(draft: Draft, header: readonly string[], { age, item, base, odd, ragged }: Row): readonly string[] {
  const names = header.map(comparable);
  const itemName = comparable(draft.report.item?.header ?? '');
  const cells = names.map((name, index) => {
    if (name === 'reportrefreshdate') return draft.refreshedOn;
    if (name === 'reportdate') return addDays(draft.refreshedOn, -age);
    if (name === 'reportperiod') return draft.pull.periodNames[0]?.slice(1) ?? '30';
    if (name === itemName) return item;
    return name.endsWith('duration') ? `PT${base + index}S` : String(base + index);
  });
  for (const { at, cell, date } of odd) {
    const index = at % cells.length;
    cells[index] = names[index]?.endsWith('date') ? date : cell;
  }
  if (ragged < 0) return cells.slice(0, ragged);
  return [...cells, ...Array.from({ length: ragged }, () => '9')];
}
