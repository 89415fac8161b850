import { expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import { parseCsv } from '../../src/report/parse-csv.ts';
import { filesOf } from '../../src/report/plan.ts';
import { toReading } from '../../src/report/to-reading.ts';

const GROUPS = 'Report Refresh Date,Total,Active,Report Date,Report Period';
const SERVICES = 'Report Refresh Date,Exchange Active,Report Period';
const ELSE = 'Graph sent something else, the next run reads it again';
const STAYS = 'the next run reads the file again; if this stays, open an issue';

it.each([
  [
    ['7/31/2026,5,4,7/31/2026,7'],
    `1 rows can be used: their Report Refresh Date is "7/31/2026", which is no date such as 2026-01-31; ${STAYS}`,
  ],
  [
    ['2026-11-18,5,4,31.10.2026,7'],
    `1 rows can be used: their Report Date is "31.10.2026", which is no date such as 2026-01-31; ${STAYS}`,
  ],
  [
    ['2026-11-18,5,4,Adele Vance,7'],
    `1 rows can be used: their Report Date is text, which is no date such as 2026-01-31; ${STAYS}`,
  ],
  [['2026-11-18,5,4,,7'], `1 rows can be used: their Report Date is empty; ${ELSE}`],
  [[',,,,', ',,,,'], `2 rows can be used: their cells are all empty; ${ELSE}`],
  [['2026-11-18,5'], `1 rows can be used: they have 2 cells, and the header has 5; ${ELSE}`],
  [['2026-11-18,1,234,4,2026-11-18,7'], `1 rows can be used: they have 6 cells, and the header has 5; ${ELSE}`],
  [
    ['2026-11-24,5,4,2026-11-24,7', ',,,,', '2026-11-24,5,4,2026-11-23,7'],
    '3 rows can be used: they were refreshed on 2026-11-24, and the clock of this machine says 2026-11-20; check the clock of this machine, the next run reads the file again',
  ],
  [
    ['1999-01-01,5,4,1999-01-01,7'],
    `1 rows can be used: they were refreshed on 1999-01-01, before there were usage reports; ${ELSE}`,
  ],
  [
    ['2026-11-18,5,4,2026-11-19,7'],
    `1 rows can be used: their Report Date 2026-11-19 is after their Report Refresh Date 2026-11-18; ${ELSE}`,
  ],
  [
    ['2026-11-18,5,4,2025-11-01,7'],
    `1 rows can be used: their Report Date 2025-11-01 is more than a year before they were refreshed; ${ELSE}`,
  ],
])('says of the rows %j why none can be used', (rows, sentence) => {
  expect(read('getOffice365GroupsActivityGroupCounts', GROUPS, rows).unusable).toBe(`none of the ${sentence}`);
});

it.each([
  ['2026-11-18,9,30', 'of 30 days'],
  ['2026-11-18,9,weekly', 'of no number of days'],
])('says of %s that it is of another period', (row, stated) => {
  expect(read('getOffice365ServicesUserCounts', SERVICES, [row]).unusable).toBe(
    `none of the 1 rows can be used: their Report Period is ${stated}, and one of 7 was asked for; ${ELSE}`,
  );
});

it('says the same whatever the order of the rows', () => {
  const rows = [',5,4,2026-11-18,7', 'text,5,4,2026-11-18,7', '2026-11-18,5,4,,7'];
  const said = [rows, rows.toReversed()].map((order) => read('getOffice365GroupsActivityGroupCounts', GROUPS, order));

  expect(said[0]?.unusable).toBe(`none of the 3 rows can be used: their Report Refresh Date is empty; ${ELSE}`);
  expect(said[1]?.unusable).toBe(said[0]?.unusable);
});

it('says nothing where one row can be used, or there is none', () => {
  const rows = ['7/31/2026,5,4,7/31/2026,7', '2026-11-18,5,4,2026-11-18,7'];

  for (const some of [rows, []]) {
    expect(read('getOffice365GroupsActivityGroupCounts', GROUPS, some)).not.toHaveProperty('unusable');
  }
});

function read(name: string, header: string, rows: readonly string[]) {
  const report = reports.find((candidate) => candidate.name === name);
  const file = report && filesOf(report, { reportPeriod: 'D7', wholePeriods: ['D7'] })[0];
  if (report === undefined || file === undefined) throw new Error(`no report ${name}`);
  const requested = { file, periodName: 'D7', version: 'v1.0' } as const;
  return toReading(report, parseCsv([header, ...rows].join('\n')), requested, new Date('2026-11-20T10:00:00Z'));
}
