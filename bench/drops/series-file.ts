import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { readDay } from '../../src/report/dates.ts';
import { PAST_DAYS } from './rule.ts';
import { asReported, type DailySeries, type SeriesGroup, toDayNumber } from './series.ts';

/**
 * The series of a file of `series,date,value`, each for itself or, by prefix, those whose names begin alike up to the
 * first underscore together. A holidays file has a date in each line.
 */
export async function readSeries(
  file: string,
  { by, holidays }: { readonly by: 'series' | 'prefix'; readonly holidays?: string },
): Promise<readonly SeriesGroup[]> {
  const lowDays = new Set(holidays === undefined ? [] : (await readFile(holidays, 'utf8')).split(/\s+/));
  const rows: string[][] = parse(await readFile(file), { from_line: 2, bom: true });
  const series = [...Map.groupBy(rows, ([name = '']) => name)]
    .map(([name, own]) => toSeries(name, own))
    .filter(({ values }) => values.length > PAST_DAYS + 7);
  const groups = Map.groupBy(series, ({ name }) => (by === 'prefix' ? name.replace(/_.*/s, '') : name));
  return [...groups].map(([name, own]) => ({ name, series: own, lowDays }));
}

function toSeries(name: string, rows: readonly (readonly string[])[]): DailySeries {
  const values = new Map(rows.map(([, date = '', value]) => [dayNumber(date, name), Number(value)]));
  const days = [...values.keys()].sort((a, b) => a - b);
  const start = days[0] ?? 0;
  const length = (days.at(-1) ?? start) + 1 - start;
  const all = Array.from({ length }, (_, index) => values.get(start + index));
  return asReported({ name, report: name, start }, all, { gaps: 0, seed: 'file' });
}

function dayNumber(cell: string, name: string): number {
  const day = readDay(cell);
  if (day === undefined) throw new Error(`${name}: “${cell}” is no date; dates are written as 2026-01-31.`);
  return toDayNumber(day);
}
