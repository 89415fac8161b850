import { expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import { filesOf } from '../../src/report/files.ts';
import { parseCsv } from '../../src/report/parse-csv.ts';
import { toReading } from '../../src/report/to-reading.ts';

const GROUPS = 'Report Refresh Date,Total,Active,Report Date,Report Period';
const SERVICES = 'Report Refresh Date,Exchange Active,Report Period';
const ELSE = 'Graph sent something else, the next run reads it again';
const STAYS = 'the next run reads the file again; if this stays, open an issue';

it.each([
  [
    ['7/31/2026,5,4,7/31/2026,7'],
    `the only row cannot be used: Report Refresh Date is "7/31/2026", which is no date such as 2026-01-31; ${STAYS}`,
  ],
  [
    ['2026-11-18,5,4,31.10.2026,7'],
    `the only row cannot be used: Report Date is "31.10.2026", which is no date such as 2026-01-31; ${STAYS}`,
  ],
  [
    ['2026-11-18,5,4,Adele Vance,7'],
    `the only row cannot be used: Report Date is text, which is no date such as 2026-01-31; ${STAYS}`,
  ],
  [['2026-11-18,5,4,,7'], `the only row cannot be used: Report Date is empty; ${ELSE}`],
  [[',,,,', ',,,,'], `none of the 2 rows can be used: every cell is empty; ${ELSE}`],
  [['2026-11-18,5'], `the only row cannot be used: there are 2 cells, and the header has 5; ${ELSE}`],
  [
    ['2026-11-18,1,234,4,2026-11-18,7'],
    `the only row cannot be used: there are 6 cells, and the header has 5; ${ELSE}`,
  ],
  [
    ['2026-11-24,5,4,2026-11-24,7', ',,,,', '2026-11-24,5,4,2026-11-23,7'],
    'none of the 3 rows can be used: Report Refresh Date is 2026-11-24, and the clock of this machine says 2026-11-20; check the clock of this machine, the next run reads the file again',
  ],
  [
    ['1999-01-01,5,4,1999-01-01,7'],
    `the only row cannot be used: Report Refresh Date is 1999-01-01, before there were usage reports; ${ELSE}`,
  ],
  [
    ['2026-11-18,5,4,2026-11-19,7'],
    `the only row cannot be used: Report Date 2026-11-19 is after Report Refresh Date 2026-11-18; ${ELSE}`,
  ],
  [
    ['2026-11-18,5,4,2025-11-01,7'],
    `the only row cannot be used: Report Date 2025-11-01 is more than a year before Report Refresh Date 2026-11-18; ${ELSE}`,
  ],
])('says of the rows %j why none can be used', (rows, sentence) => {
  expect(read('getOffice365GroupsActivityGroupCounts', GROUPS, rows).unusable).toBe(sentence);
});

it.each([
  ['2026-11-18,9,30', '30'],
  ['2026-11-18,9,weekly', 'no number'],
])('says of %s that it is of another period', (row, stated) => {
  expect(read('getOffice365ServicesUserCounts', SERVICES, [row]).unusable).toBe(
    `the only row cannot be used: Report Period is ${stated}, and 7 was requested; ${ELSE}`,
  );
});

it('says the same whatever the order of the rows', () => {
  const rows = [',5,4,2026-11-18,7', 'text,5,4,2026-11-18,7', '2026-11-18,5,4,,7'];
  const said = [rows, rows.toReversed()].map((order) => read('getOffice365GroupsActivityGroupCounts', GROUPS, order));

  expect(said[0]?.unusable).toBe(`none of the 3 rows can be used: Report Refresh Date is empty; ${ELSE}`);
  expect(said[1]?.unusable).toBe(said[0]?.unusable);
});

it('says nothing where one row can be used, or there is none', () => {
  const rows = ['7/31/2026,5,4,7/31/2026,7', '2026-11-18,5,4,2026-11-18,7'];

  for (const some of [rows, []]) {
    expect(read('getOffice365GroupsActivityGroupCounts', GROUPS, some)).not.toHaveProperty('unusable');
  }
});

it.each([
  [['2026-11-18,5,4,2026-02-30,7'], `Report Date is "2026-02-30", which is no date such as 2026-01-31; ${STAYS}`],
  [['2026-11-18,5'], `there are 2 cells, and the header has 5; ${STAYS}`],
  [['2026-11-18'], `there is 1 cell, and the header has 5; ${STAYS}`],
  [
    ['2026-11-24,5,4,2026-11-24,7'],
    'Report Refresh Date is 2026-11-24, and the clock of this machine says 2026-11-20; check the clock of this machine, the next run reads the file again',
  ],
  [
    ['2026-11-18,6,4,2026-11-18,7'],
    `another row is of the same date, and the larger number of each column is kept; ${STAYS}`,
  ],
])('says of the rows %j beside one that can be used why they are left out', (rows, why) => {
  const all = ['2026-11-18,5,4,2026-11-18,7', ...rows];

  expect(read('getOffice365GroupsActivityGroupCounts', GROUPS, all).leftOutRows).toEqual([{ rows: 1, why }]);
});

it('says each cause of its own, and nothing of rows of which only a cell is left out', () => {
  const all = ['2026-11-18,5,4,2026-11-18,7', '2026-11-18,x,4,2026-11-17,7', ',,,,', ',,,,', '2026-11-18,5'];

  expect(read('getOffice365GroupsActivityGroupCounts', GROUPS, all).leftOutRows).toEqual([
    { rows: 2, why: `every cell is empty; ${STAYS}` },
    { rows: 1, why: `there are 2 cells, and the header has 5; ${STAYS}` },
  ]);
});

function read(name: string, header: string, rows: readonly string[]) {
  const report = reports.find((candidate) => candidate.name === name);
  const file = report && filesOf(report, { reportPeriod: 'D7', wholePeriods: ['D7'] })[0];
  if (report === undefined || file === undefined) throw new Error(`no report ${name}`);
  const requested = { file, periodName: 'D7', version: 'v1.0' } as const;
  return toReading(report, parseCsv([header, ...rows].join('\n')), requested, new Date('2026-11-20T10:00:00Z'));
}
