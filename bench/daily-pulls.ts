import type { Report } from '../src/catalogue/types.ts';
import { sampleCsv } from '../src/demo/sample-usage.ts';
import { addDays, toDay } from '../src/report/dates.ts';
import { daysOf, filesOf, type ReportFile } from '../src/report/files.ts';
import { parseCsv } from '../src/report/parse-csv.ts';
import type { DatedValue, Reading } from '../src/report/reading.ts';
import { toReading } from '../src/report/to-reading.ts';
import { readSettings } from '../src/settings/settings.ts';
import type { HistoryStore, PulledReading } from '../src/store/history-store.ts';
import { addPulled } from './history.ts';
import { NOW } from './kinds-of-sites.ts';

const DAY_MS = 86_400_000;

/** All v1.0 reports, exported with a window of 180 days. */
export const TENANT_SETTINGS = readSettings({ WINDOW_DAYS: '180' }, 'standalone').tenant;

/** Pull all reports every `step` days, for the last time now. */
export async function pullDaily(store: HistoryStore, age: number, step: number): Promise<void> {
  for (const report of TENANT_SETTINGS.reports) {
    const files = filesOf(report, TENANT_SETTINGS).map((file) => toPast(report, file, age, step));
    for (let ago = age - (age % step); ago >= 0; ago -= step) {
      await addPulled(
        store,
        report,
        files.map((pulledOn) => pulledOn(ago)),
      );
    }
  }
}

/** What the pull of tomorrow will bring of each report. */
export function pullTomorrow(): ReadonlyMap<Report, readonly PulledReading[]> {
  const readingsOf = (report: Report) =>
    filesOf(report, TENANT_SETTINGS).map((file) => toFile(file, read(report, file, -1), -1));
  return new Map(TENANT_SETTINGS.reports.map((report) => [report, readingsOf(report)]));
}

/**
 * A file as pulled so many days ago. Where the next pull brings a date again, its values are left out: they would not
 * outlast it.
 */
function toPast(report: Report, file: ReportFile, age: number, step: number): (ago: number) => PulledReading {
  const newest = read(report, file, 0);
  const newestDate = newest.newestDate ?? '';
  const span = report.kind === 'daily' ? spanOf(file) : 1;
  const values = Array.from({ length: Math.ceil(age / span) }, (_, index) => read(report, file, (index + 1) * span));
  const byDate = Map.groupBy(
    values.flatMap((reading): readonly DatedValue[] => reading.values),
    ({ date }) => date,
  );
  return (ago) => {
    if (ago === 0) return toFile(file, newest, 0);
    const date = addDays(newestDate, -ago);
    const dates = Array.from({ length: step }, (_, day) => addDays(date, day - span + 1));
    const left = dates.flatMap((oldest) => byDate.get(oldest) ?? []);
    return toFile(file, { ...newest, refreshedOn: date, newestDate: date, values: left }, ago);
  };
}

function toFile({ key }: ReportFile, reading: Reading, ago: number): PulledReading {
  return {
    period: key,
    precedence: { refreshedOn: reading.refreshedOn ?? '', pulledAt: before(ago).toISOString() },
    reading,
  };
}

function read(report: Report, file: ReportFile, ago: number): Reading {
  const [periodName] = file.periodNames;
  const csv = sampleCsv(report, spanOf(file), toDay(before(ago)));
  return toReading(report, parseCsv(csv), { file, periodName, version: 'v1.0' }, before(ago));
}

function spanOf({ periodNames }: ReportFile): number {
  return periodNames[0] === undefined ? 1 : daysOf(periodNames[0]);
}

function before(days: number): Date {
  return new Date(NOW.getTime() - days * DAY_MS);
}
