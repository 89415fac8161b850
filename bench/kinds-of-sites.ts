import { reports } from '../src/catalogue/index.ts';
import type { Report } from '../src/catalogue/types.ts';
import { sampleCsv } from '../src/demo/sample-usage.ts';
import { toDay } from '../src/report/dates.ts';
import { filesOf, type ReportFile } from '../src/report/files.ts';
import { parseCsv } from '../src/report/parse-csv.ts';
import type { Reading } from '../src/report/reading.ts';
import { toReading } from '../src/report/to-reading.ts';

export const DAYS = 180;
export const NOW = new Date('2026-11-20T10:00:00Z');
export const RANK = { refreshedOn: toDay(NOW), pulledAt: NOW.toISOString() };

/** A report of days whose rows are about kinds of sites, and its long file. */
export const [REPORT, FILE] = reportOfKinds();

/** Its file with as many kinds of sites as one likes. */
export function csvOf(kinds: number): string {
  const [header, ...rows] = sampleCsv(REPORT, DAYS, toDay(NOW)).split('\r\n');
  const ofOne = rows.filter((row) => row.includes(',Team,'));
  const ofAll = ofOne.flatMap((row) =>
    Array.from({ length: kinds }, (_, kind) => row.replace(',Team,', `,Kind ${kind},`)),
  );
  return [header, ...ofAll].join('\r\n');
}

export function readingOf(text: string): Reading {
  return toReading(REPORT, parseCsv(text), { file: FILE, periodName: 'D180', version: 'v1.0' }, NOW);
}

function reportOfKinds(): readonly [Report, ReportFile] {
  const report = reports.find(({ item, kind }) => item?.label === 'site_type' && kind === 'daily');
  const [first] = report === undefined ? [] : filesOf(report, { reportPeriod: 'D180', wholePeriods: [] });
  if (report === undefined || first === undefined) throw new Error('no report has kinds of sites');
  return [report, first];
}
