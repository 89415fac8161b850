import { describe, expect, it } from 'vitest';
import type { GraphVersion, Period, Report } from '../../src/catalogue/types.ts';
import { columnsOf } from '../../src/report/columns.ts';
import { filesOf } from '../../src/report/files.ts';
import { parseCsv } from '../../src/report/parse-csv.ts';
import { toTable } from '../../src/report/parse-json.ts';
import type { Reading } from '../../src/report/reading.ts';
import { shapeOf } from '../../src/report/rejected-cells.ts';
import type { Table } from '../../src/report/table.ts';
import { toReading } from '../../src/report/to-reading.ts';
import { reportNamed } from '../support/reports.ts';

const HEADER = 'Report Refresh Date,Total,Active,Report Date,Report Period';
const SETTINGS = { reportPeriod: 'D180', wholePeriods: ['D7', 'D30'] } as const;
const NOW = new Date('2026-11-20T10:00:00Z');

describe('a daily report', () => {
  it('is read by header, whatever the order of columns and rows', () => {
    const { values } = readGroups('Active,Report Date,Total,Report Period,Report Refresh Date', [
      '7,2026-11-17,70,7,2026-11-18',
      '8,2026-11-18,80,7,2026-11-18',
    ]);

    expect(values).toEqual([
      { column: 'Total', item: '', date: '2026-11-17', value: 70 },
      { column: 'Active', item: '', date: '2026-11-17', value: 7 },
      { column: 'Total', item: '', date: '2026-11-18', value: 80 },
      { column: 'Active', item: '', date: '2026-11-18', value: 8 },
    ]);
  });

  it('takes a share for another column than the count of the same name', () => {
    const reading = readGroups(`${HEADER},Active %`, ['2026-11-18,80,8,2026-11-18,7,10']);

    expect(reading.unmappedColumns).toEqual(['Active %']);
    expect(valuesOf(reading)).toEqual({ 'Total 2026-11-18': 80, 'Active 2026-11-18': 8, 'Active % 2026-11-18': 10 });
  });

  it('takes a byte order mark, CRLF, quotes, stray spaces, another case and dates with a time (microsoft-graph-docs#14867)', () => {
    const text = `\uFEFF Report refresh date , "TOTAL", Active  ,Report  Date,Report Period\r\n2026-11-18T00:00:00Z, 5 ,"4",2026-11-17T00:00:00Z,7\r\n`;

    const reading = read(reportNamed('getOffice365GroupsActivityGroupCounts'), text);

    expect(reading).toMatchObject({
      refreshedOn: '2026-11-18',
      newestDate: '2026-11-17',
      missingColumns: [],
      unmappedColumns: [],
    });
    expect(valuesOf(reading)).toEqual({ 'Total 2026-11-17': 5, 'Active 2026-11-17': 4 });
  });

  it('leaves out an empty cell instead of reading zero, and counts it', () => {
    const reading = readGroups(HEADER, ['2026-11-18,5,,2026-11-18,7', '2026-11-18,0,,2026-11-17,7']);

    expect(valuesOf(reading)).toEqual({ 'Total 2026-11-18': 5, 'Total 2026-11-17': 0 });
    expect(reading).toMatchObject({ rows: 2, emptyCells: 2, rejectedRows: 0, newestDate: '2026-11-18' });
  });

  it('is read well without rows: the tenant does not use the product (microsoft-graph-docs#8111)', () => {
    expect(readGroups(HEADER, [])).toMatchObject({
      rows: 0,
      values: [],
      refreshedOn: undefined,
      newestDate: undefined,
    });
  });

  it('tells which columns it misses and which it does not know', () => {
    const reading = readGroups('Report Refresh Date,Total,Dormant,Report Date,Report Period', [
      '2026-11-18,5,1,2026-11-18,7',
    ]);

    expect(reading).toMatchObject({ missingColumns: ['Active'], unmappedColumns: ['Dormant'] });
  });

  it('finds a column by a spelling the catalogue lists', () => {
    const name = 'getSkypeForBusinessOrganizerActivityCounts';
    const header = 'Report Refresh Date,Report Date,Report Period,IM,Dial-in/out third Party';

    const reading = read(reportNamed(name), `${header}\n2026-11-18,2026-11-18,7,1,2`);

    expect(valuesOf(reading)).toEqual({ 'IM 2026-11-18': 1, 'Dial-in/out 3rd Party 2026-11-18': 2 });
  });

  it('takes the second of two spellings in one file for no column of its own', () => {
    const name = 'getSkypeForBusinessOrganizerActivityCounts';
    const header = 'Report Refresh Date,Report Date,Report Period,IM,Dial-in/out 3rd Party,Dial-in/out third Party';

    const reading = read(reportNamed(name), `${header}\n2026-11-18,2026-11-18,7,1,2,3`);

    expect(valuesOf(reading)).toEqual({ 'IM 2026-11-18': 1, 'Dial-in/out 3rd Party 2026-11-18': 2 });
    expect(reading.unmappedColumns).toEqual([]);
  });

  it('takes a trailing comma of the header (the documentation shows one) for no column', () => {
    const reading = readGroups(`${HEADER},`, ['2026-11-18,5,4,2026-11-18,7', '2026-11-18,6,3,2026-11-17,7,']);

    expect(reading).toMatchObject({ rejectedRows: 0, unmappedColumns: [] });
    expect(reading.values).toHaveLength(4);
  });

  it.each([
    ['dated after its refresh date', '2026-11-18,5,4,2026-11-19,7'],
    ['refreshed more than a day from now', '2026-11-22,5,4,2026-11-18,7'],
    ['dated on no day of the calendar', '2026-11-18,5,4,2026-02-30,7'],
    ['without a date', '2026-11-18,5,4,,7'],
    ['shorter than the header', '2026-11-18,5,4,2026-11-18'],
    ['longer than the header', '2026-11-18,5,4,2026-11-18,7,9'],
  ])('rejects and counts a row %s', (_, row) => {
    expect(readGroups(HEADER, [row])).toMatchObject({ rejectedRows: 1, values: [], refreshedOn: undefined });
  });

  it('accepts a refresh date of tomorrow: clocks and time zones differ', () => {
    expect(readGroups(HEADER, ['2026-11-21,5,4,2026-11-18,7'])).toMatchObject({
      rejectedRows: 0,
      refreshedOn: '2026-11-21',
    });
  });

  it('keeps the good cells of a row with an unreadable one, and counts the row', () => {
    const reading = readGroups(HEADER, ['2026-11-18,many,4,2026-11-18,7']);

    expect(valuesOf(reading)).toEqual({ 'Active 2026-11-18': 4 });
    expect(reading.rejectedRows).toBe(1);
  });

  it('keeps the larger of two values for one date, in either order, and counts the row', () => {
    const rows = ['2026-11-18,5,4,2026-11-18,7', '2026-11-18,6,3,2026-11-18,7'];

    for (const order of [rows, rows.toReversed()]) {
      const reading = readGroups(HEADER, order);
      expect(valuesOf(reading)).toEqual({ 'Total 2026-11-18': 6, 'Active 2026-11-18': 4 });
      expect(reading.rejectedRows).toBe(1);
    }
  });

  it('counts what repeats one date alike in every order', () => {
    const rows = ['2026-11-18,5,,2026-11-18,7', '2026-11-18,5,4,2026-11-18,7', '2026-11-18,,4,2026-11-18,7'];
    const [first = '', second = '', third = ''] = rows;

    for (const order of [rows, [first, third, second]]) expect(readGroups(HEADER, order).rejectedRows).toBe(1);
  });

  it('takes every line ending in one file, and spaces within quotes', () => {
    const text = `${HEADER}\r\n2026-11-18,5,4,2026-11-18,7\n" 2026-11-18 ",6,3,2026-11-17,7\r2026-11-18,7,2,2026-11-16,7`;

    const reading = read(reportNamed('getOffice365GroupsActivityGroupCounts'), text);

    expect(reading).toMatchObject({ rows: 3, rejectedRows: 0 });
    expect(reading.values).toHaveLength(6);
  });

  it('loses no row to a last column whose name has neither letters nor digits', () => {
    expect(readGroups(`${HEADER},%`, ['2026-11-18,5,4,2026-11-18,7,50'])).toMatchObject({ rejectedRows: 0 });
  });

  it('repeats no more of a name than can be read', () => {
    const name = 'x'.repeat(3000);

    expect(() => readGroups(`${HEADER},${name},${name}`, [])).toThrow(/named "x{60}"; /);
  });

  it.each([
    ['an empty file', ''],
    ['a byte order mark alone', '\uFEFF'],
    ['an HTML page', '<!DOCTYPE html><html><body>Service unavailable</body></html>'],
    ['JSON', '{"value":[{"total":5}]}'],
    ["another report's file", 'Report Refresh Date,Peer-to-peer,Report Date,Report Period\n2026-11-18,1,2026-11-18,7'],
    ['a file without report dates', 'Report Refresh Date,Total,Active,Report Period\n2026-11-18,5,4,7'],
    ['a file without a refresh date', 'Total,Active,Report Date,Report Period\n5,4,2026-11-18,7'],
    ['a file with a column twice', 'Report Refresh Date,Total,Active,total,Report Date\n2026-11-18,5,4,3,2026-11-18'],
    ['a quote that never closes', `${HEADER}\n2026-11-18,"5,4,2026-11-18,7`],
  ])('does not take %s for the report', (_, text) => {
    expect(() => read(reportNamed('getOffice365GroupsActivityGroupCounts'), text)).toThrow(
      expect.objectContaining({ name: 'ReportError', reason: 'not_a_report' }),
    );
  });
});

describe('a cell that is no number', () => {
  it('is counted by its column, with what one looks like and not what it says', () => {
    const rows = ['1,234', 'n/a', '-', '1.234E+12'].map((cell, age) => `2026-11-18,"${cell}",4,2026-11-${18 - age},7`);

    const reading = readGroups(HEADER, [...rows, '2026-11-18,5,ann.lee@contoso.com,2026-11-10,7']);

    expect(reading.rejectedCells).toEqual([
      { column: 'Total', cells: 3, shape: '-' },
      { column: 'Active', cells: 1, shape: 'aaa.aaa@aaaaaaa.aaa' },
    ]);
    expect(reading).toMatchObject({ rows: 5, rejectedRows: 4, emptyCells: 0 });
    expect(valuesOf(reading)).toMatchObject({ 'Total 2026-11-15': 1_234_000_000_000, 'Active 2026-11-18': 4 });
  });

  it('is distinguished from an empty one in JSON too, where numbers and durations need not be text', () => {
    const teams = reportNamed('getTeamsUserActivityCounts');
    const row = { reportRefreshDate: '2026-11-18', reportDate: '2026-11-18', reportPeriod: 7 };
    const cells = { calls: 1e21, meetings: { count: 5 }, privateChatMessages: true, teamChatMessages: null };
    const durations = { audioDuration: '1.00:00:00', videoDuration: 'PT1.5S', screenShareDuration: 60 };

    const reading = readTable(teams, toTable([{ ...row, ...cells, ...durations, postMessages: 1.5e7 }]), 'beta');

    expect(reading.rejectedCells.map(({ column, shape }) => `${column} ${shape}`).sort()).toEqual([
      'Calls 9a+99',
      'Meetings {}',
      'Private Chat Messages aaaa',
      'Screen Share Duration 99',
    ]);
    expect(valuesOf(reading)).toEqual({
      'Audio Duration 2026-11-18': 86_400,
      'Video Duration 2026-11-18': 1.5,
      'Post Messages 2026-11-18': 15_000_000,
    });
  });

  it.each([
    ['Ａnn\u00A0Lee\u0301 ٣', 'aaa aaaa 9'],
    ['\uD800\u0000', '\uFFFD?'],
    [`${'9'.repeat(30)}`, `${'9'.repeat(24)}…`],
  ])('%j looks like %j', (text, shape) => {
    expect(shapeOf(text)).toBe(shape);
  });
});

describe('a report of a whole period', () => {
  const services = reportNamed('getOffice365ServicesUserCounts');
  const header = 'Report Refresh Date,Exchange Active,Skype For Business Active ,Report Period';

  it('is dated by its refresh date and filed under the requested period', () => {
    const reading = read(services, `${header}\n2026-11-18,9,,30`, 'D30');

    expect(reading.values).toEqual([{ column: 'Exchange Active', item: '', period: 30, date: '2026-11-18', value: 9 }]);
    expect(reading).toMatchObject({ emptyCells: 1, newestDate: '2026-11-18' });
  });

  it('takes from a file that brings all periods along only the requested one', () => {
    const reading = read(services, `${header}\n2026-11-18,9,,7\n2026-11-18,20,,30\n2026-11-18,90,,90`, 'D30');

    expect(reading.values.map(({ period, value }) => [period, value])).toEqual([[30, 20]]);
    expect(reading.rejectedRows).toBe(0);
  });

  it('rejects a file of another period', () => {
    expect(read(services, `${header}\n2026-11-18,9,,7`, 'D30')).toMatchObject({
      rejectedRows: 1,
      values: [],
      newestDate: undefined,
    });
  });

  it('takes the requested period where the file does not state its period', () => {
    expect(read(services, `${header}\n2026-11-18,9,,`, 'D30').values).toMatchObject([{ period: 30, value: 9 }]);
  });
});

describe('a daily report with columns that depend on the period', () => {
  const files = reportNamed('getOneDriveUsageFileCounts');
  const text =
    'Report Refresh Date,Site Type,Total,Active,Report Date,Report Period\n2026-11-18,OneDrive,50,5,2026-11-18,30';

  it('takes them from the file of 30 days only, filed under it, and the others from the long one', () => {
    expect(read(files, text, 'D180').values).toMatchObject([{ column: 'Total', value: 50 }]);
    expect(read(files, text, 'D30').values).toEqual([
      { column: 'Active', item: 'OneDrive', period: 30, date: '2026-11-18', value: 5 },
    ]);
    for (const period of ['D180', 'D30'] as const) {
      expect(read(files, text, period)).toMatchObject({ missingColumns: [], unmappedColumns: [] });
    }
  });
});

describe('columns that not every file has', () => {
  it('are missed only in the version that documents them', () => {
    const groups = reportNamed('getOffice365GroupsActivityCounts');
    const text =
      'Report Refresh Date,Exchange Emails Received,Yammer Messages Posted,Yammer Messages Read,Yammer Messages Liked,Report Date,Report Period';

    expect(read(groups, text, 'D180', 'v1.0').missingColumns).toEqual([]);
    expect(read(groups, text, 'D180', 'beta').missingColumns).toEqual([
      'Teams Channel Messages',
      'Teams Meetings Organized',
    ]);
  });

  it('are never missed where only some tenants have them', () => {
    const copilot = reportNamed('getMicrosoft365CopilotUserCountTrend');
    const headers = columnsOf(copilot).flatMap(({ column }) => (column.optional ? [] : [column.header]));

    const { missingColumns } = read(copilot, ['Report Refresh Date', 'Report Date', ...headers].join(','));

    expect(missingColumns).toEqual([]);
  });
});

describe('unmapped columns', () => {
  it('are read when all their cells are numbers, under the name they come with', () => {
    const header = 'Report Refresh Date,Total,Active,Dormant,Mood,Report Date,Report Period';

    const reading = readGroups(header, ['2026-11-18,5,4,1,good,2026-11-18,7', '2026-11-18,5,4,,7,2026-11-17,7']);

    expect(valuesOf(reading)).toMatchObject({ 'Dormant 2026-11-18': 1 });
    expect(Object.keys(valuesOf(reading)).filter((name) => /Mood|Dormant 2026-11-17/.test(name))).toEqual([]);
    expect(reading).toMatchObject({ unmappedColumns: ['Dormant', 'Mood'], emptyCells: 0 });
  });

  it('are read in seconds when all their cells are durations, however they are spelt', () => {
    const header = 'Report Refresh Date,Total,Active,Time In Rooms,Lag,Report Date,Report Period';
    const rows = ['2026-11-18,5,4,1.00:00:05,5,2026-11-18,7', '2026-11-18,5,4,PT1.5S,PT5S,2026-11-17,7'];

    const reading = readGroups(header, rows);

    expect(valuesOf(reading)).toMatchObject({ 'Time In Rooms 2026-11-18': 86_405, 'Time In Rooms 2026-11-17': 1.5 });
    expect(Object.keys(valuesOf(reading)).filter((name) => name.startsWith('Lag'))).toEqual([]);
    expect(reading).toMatchObject({ unmappedColumns: ['Time In Rooms', 'Lag'], rejectedCells: [], rejectedRows: 0 });
  });

  it('are at most fifty', () => {
    const names = Array.from({ length: 80 }, (_, index) => `New ${index}`);
    const header = `Report Refresh Date,Total,${names.join(',')},Report Date,Report Period`;

    const reading = readGroups(header, [`2026-11-18,5,${names.map((_, index) => index).join(',')},2026-11-18,7`]);

    expect(reading.values).toHaveLength(51);
    expect(reading.unmappedColumns).toHaveLength(80);
  });
});

describe('Forms, whose documented CSV has no report date', () => {
  const forms = reportNamed('getFormsUserActivityCounts');

  it('is of the whole period where it has none', () => {
    const { values } = read(
      forms,
      'Report Refresh Date, Report Period, Forms, Authenticated in responses\n2026-11-18, 180, 7, 9',
      'D180',
      'beta',
    );

    expect(values).toEqual([
      { column: 'Forms', item: '', period: 180, date: '2026-11-18', value: 7 },
      { column: 'Authenticated responses', item: '', period: 180, date: '2026-11-18', value: 9 },
    ]);
  });

  it('is refused where several rows then have nothing to tell them apart', () => {
    const rows = '2026-11-18,180,7\n2026-11-18,180,9';

    expect(() => read(forms, `Report Refresh Date,Report Period,Forms\n${rows}`, 'D180', 'beta')).toThrow(
      'several rows of one refresh date',
    );
  });

  it('is daily where it has one', () => {
    const { values } = read(
      forms,
      'Report Refresh Date,Report Period,Report Date,Forms\n2026-11-18,180,2026-11-17,7',
      'D180',
      'beta',
    );

    expect(values).toEqual([{ column: 'Forms', item: '', date: '2026-11-17', value: 7 }]);
  });
});

describe('a report with an item column', () => {
  const withItem: Report = {
    ...reportNamed('getOffice365GroupsActivityGroupCounts'),
    item: { header: 'Site Type', label: 'site_type' },
  };

  it('files each value under the item of its row', () => {
    const text = `Site Type,${HEADER}\nTeam,2026-11-18,5,4,2026-11-18,7\nOther,2026-11-18,2,1,2026-11-18,7`;

    const { values } = read(withItem, text);

    expect(values.map(({ item, value }) => [item, value])).toEqual([
      ['Team', 5],
      ['Team', 4],
      ['Other', 2],
      ['Other', 1],
    ]);
  });

  it('is not read without that column: its rows would be mixed up', () => {
    expect(() => read(withItem, `${HEADER}\n2026-11-18,5,4,2026-11-18,7`)).toThrow('no column Site Type');
  });
});

/** The file of a report's first pull, or of the one for a period. */
function read(of: Report, text: string, period?: Period, version: GraphVersion = 'v1.0'): Reading {
  const file = filesOf(of, SETTINGS).find((candidate) => period === undefined || candidate.period === period);
  if (file === undefined) throw new Error(`no file for ${period}`);
  return readTable(of, parseCsv(text), version, file);
}

function readTable(of: Report, table: Table, version: GraphVersion, file = filesOf(of, SETTINGS)[0]): Reading {
  if (file === undefined) throw new Error('no file');
  return toReading(of, table, { file, periodName: file.periodNames[0], version }, NOW);
}

function readGroups(header: string, rows: readonly string[]): Reading {
  return read(reportNamed('getOffice365GroupsActivityGroupCounts'), [header, ...rows].join('\n'));
}

function valuesOf({ values }: Reading): Record<string, number> {
  return Object.fromEntries(values.map(({ column, date, value }) => [`${column} ${date}`, value]));
}
