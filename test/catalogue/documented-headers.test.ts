import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import { columnsOf, comparable, namesOf } from '../../src/report/columns.ts';

/** The headers of each documentation page in their order, the properties of its JSON, and what Copilot's v2 adds. */
const documented: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = JSON.parse(
  await readFile('test/fixtures/documented-headers.json', 'utf8'),
);

it('the fixture has every report of the catalogue', () => {
  expect(Object.keys(documented).toSorted()).toEqual(reports.map(({ name }) => name).toSorted());
});

describe.each(reports)('$name', (report) => {
  const pages = Object.entries(documented[report.name] ?? {});
  const bookkeeping = ['Report Refresh Date', 'Report Date', 'Report Period', report.item?.header ?? ''].map(
    comparable,
  );

  it.each(pages)('maps every name of %s to one column', (_, names) => {
    for (const name of names.map(comparable).filter((name) => !bookkeeping.includes(name))) {
      expect([name, columnsOf(report).filter(({ column }) => namesOf(column).includes(name)).length]).toEqual([
        name,
        1,
      ]);
    }
  });

  it('has no column that no page documents', () => {
    const names = pages.flatMap(([, headers]) => headers.map(comparable));

    expect(
      columnsOf(report).flatMap(({ column }) => (names.includes(comparable(column.header)) ? [] : [column.header])),
    ).toEqual([]);
  });

  it('is in the versions that document it', () => {
    expect(
      pages
        .map(([page]) => page)
        .filter((page) => page === 'v1.0' || page === 'beta')
        .toSorted(),
    ).toEqual(report.versions.toSorted());
  });
});
