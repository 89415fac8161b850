import { describe, expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import type { Report } from '../../src/catalogue/types.ts';
import { parseCsv } from '../../src/report/parse-csv.ts';
import { type Reading, toReading } from '../../src/report/to-reading.ts';

const HEADER = 'Report Refresh Date,Total,Active,Report Date,Report Period';
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

  it('takes a byte order mark, CRLF, quotes, stray spaces, another case and dates with a time (microsoft-graph-docs#14867)', () => {
    const text = `\uFEFF Report refresh date , "TOTAL", Active  ,Report  Date,Report Period\r\n2026-11-18T00:00:00Z, 5 ,"4",2026-11-17T00:00:00Z,7\r\n`;

    const reading = toReading(report('getOffice365GroupsActivityGroupCounts'), parseCsv(text), NOW);

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

    const reading = toReading(report(name), parseCsv(`${header}\n2026-11-18,2026-11-18,7,1,2`), NOW);

    expect(valuesOf(reading)).toEqual({ 'IM 2026-11-18': 1, 'Dial-in/out 3rd Party 2026-11-18': 2 });
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
    expect(() => toReading(report('getOffice365GroupsActivityGroupCounts'), parseCsv(text), NOW)).toThrow(
      expect.objectContaining({ name: 'ReportError', reason: 'not_a_report' }),
    );
  });
});

describe('a report of a whole period', () => {
  it('is dated by its refresh date and filed under the period it states', () => {
    const text = 'Report Refresh Date,Exchange Active,Skype For Business Active ,Report Period\n2026-11-18,9,,30';

    const reading = toReading(report('getOffice365ServicesUserCounts'), parseCsv(text), NOW);

    expect(reading.values).toEqual([{ column: 'Exchange Active', item: '', period: 30, date: '2026-11-18', value: 9 }]);
    expect(reading).toMatchObject({ emptyCells: 1, newestDate: '2026-11-18' });
  });

  it('rejects a row that does not state its period: its values cannot be told apart', () => {
    const text = 'Report Refresh Date,Exchange Active,Report Period\n2026-11-18,9,';

    expect(toReading(report('getOffice365ServicesUserCounts'), parseCsv(text), NOW)).toMatchObject({
      rejectedRows: 1,
      values: [],
    });
  });
});

describe('a report with an item column', () => {
  const withItem: Report = {
    ...report('getOffice365GroupsActivityGroupCounts'),
    item: { header: 'Site Type', label: 'site_type' },
  };

  it('files each value under the item of its row', () => {
    const text = `Site Type,${HEADER}\nTeam,2026-11-18,5,4,2026-11-18,7\nOther,2026-11-18,2,1,2026-11-18,7`;

    const { values } = toReading(withItem, parseCsv(text), NOW);

    expect(values.map(({ item, value }) => [item, value])).toEqual([
      ['Team', 5],
      ['Team', 4],
      ['Other', 2],
      ['Other', 1],
    ]);
  });

  it('is not read without that column: its rows would be mixed up', () => {
    expect(() => toReading(withItem, parseCsv(`${HEADER}\n2026-11-18,5,4,2026-11-18,7`), NOW)).toThrow(
      'no column Site Type',
    );
  });
});

function report(name: string): Report {
  const found = reports.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no report ${name}`);
  return found;
}

function readGroups(header: string, rows: readonly string[]): Reading {
  return toReading(report('getOffice365GroupsActivityGroupCounts'), parseCsv([header, ...rows].join('\n')), NOW);
}

function valuesOf({ values }: Reading): Record<string, number> {
  return Object.fromEntries(values.map(({ column, date, value }) => [`${column} ${date}`, value]));
}
