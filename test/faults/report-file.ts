import { reports } from '../../src/catalogue/index.ts';
import type { Report } from '../../src/catalogue/types.ts';
import { columnsOf } from '../../src/report/columns.ts';
import { addDays, type Day, dayToSeconds, toDay } from '../../src/report/dates.ts';

/** The report that every fault is done to, and the one beside it that must not notice. */
export const FAULTY = reportNamed('getEmailActivityCounts');
export const NEIGHBOUR = reportNamed('getSharePointActivityPages');

/** `column date` → value: what history holds of a report. */
export type Values = ReadonlyMap<string, number>;

/** A file of a report before it is text, newest day first. */
export interface FileContent {
  readonly refreshedOn: Day;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function reportNamed(name: string): Report {
  const report = reports.find((candidate) => candidate.name === name);
  if (report === undefined) throw new Error(`no report is named ${name}`);
  return report;
}

/** The last seven days of a report. The newest day is provisional: the next file corrects it. */
export function contentOf(report: Report, refreshedOn: Day, headers = headersOf(report)): FileContent {
  const days = Array.from({ length: 7 }, (_, age) => addDays(refreshedOn, -age));
  return {
    refreshedOn,
    header: ['Report Refresh Date', ...headers, 'Report Date', 'Report Period'],
    rows: days.map((day, age) => [
      refreshedOn,
      ...headers.map((_, index) => String((dayToSeconds(day) / 86_400) * 100 + index * 10 + Number(age === 0))),
      day,
      '7',
    ]),
  };
}

export function headersOf(report: Report): readonly string[] {
  return columnsOf(report).map(({ column }) => column.header);
}

export function toCsv({ header, rows }: Pick<FileContent, 'header' | 'rows'>): string {
  return `\uFEFF${[header, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}

/** Every value that a content's numbers stand for. */
export function valuesOf({ header, rows }: FileContent): Values {
  const date = header.indexOf('Report Date');
  return new Map(
    rows.flatMap((row) => row.slice(1, date).map((cell, index) => [`${header[index + 1]} ${row[date]}`, Number(cell)])),
  );
}

/** When the clock of every fault begins: the date of the machine is none of a fault's business. */
export const NOW = new Date('2026-11-20T10:00:00Z');

/** From the pull that goes well to the one with the fault. */
export const PAUSE_MS = 600_000;

export function daysAgo(days: number): Day {
  return addDays(toDay(NOW), -days);
}

/** The content with another text in one cell, of the newest day unless `row` says otherwise. */
export function withCell(content: FileContent, column: string, text: string, row = 0): FileContent {
  const place = content.header.indexOf(column);
  const change = (cells: readonly string[], index: number) => (index === row ? cells.with(place, text) : cells);
  return { ...content, rows: content.rows.map(change) };
}
