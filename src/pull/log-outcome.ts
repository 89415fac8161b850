import type { Fields, Log } from '../log.ts';
import type { Reading } from '../report/reading.ts';
import { isFailed, type ReportOutcome } from './outcome.ts';

/** One line for each report of a run: what became of it, and how long it took; and a line for what was left out. */
export function logOutcome(outcome: ReportOutcome, readings: readonly Reading[], log: Log): void {
  const { report, seconds, failure } = outcome;
  const level = failure === undefined ? 'info' : isFailed(outcome) ? 'error' : 'warn';
  const said =
    failure === undefined
      ? `${describe(readings)}, ${took(seconds)}`
      : `${failure.reason}: ${failure.message} (${took(seconds)})`;
  log[level](`${report.name}: ${said}`, {
    report: report.name,
    outcome: failure === undefined ? 'success' : 'failure',
    reason: failure?.reason,
    seconds,
    rows: rowsOf(readings),
  });
  for (const [sentence, fields] of readings.flatMap(leftOut)) {
    log.warn(`${report.name}: ${sentence}`, { report: report.name, ...fields });
  }
}

/** What of a file was left out, though the file was read. */
function leftOut({ rows, rejectedRows, rejectedCells }: Reading): readonly (readonly [string, Fields])[] {
  const cellsLeftOut = rejectedCells.map(({ column, cells, shape }): readonly [string, Fields] => [
    `${cells} cells of the column "${column}" are no number and are left out; one looks like ${shape}, with a 9 for each digit and an a for each letter; update this program or, if it is the newest release, open an issue that quotes this line`,
    { column, cells, shape },
  ]);
  if (rejectedRows === 0) return cellsLeftOut;
  const sentence = `${rejectedRows} of ${rows} rows are left out in whole or in part: a cell is no number, a date is impossible or in the future, a date stands twice, or there are too few or too many cells; compare the file with the columns that the command \`reports\` lists`;
  return [...cellsLeftOut, [sentence, { rows, rejectedRows }]];
}

function took(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

/** Undefined where Graph had nothing new. */
function rowsOf(readings: readonly Reading[]): number | undefined {
  return readings.length === 0 ? undefined : readings.reduce((sum, { rows }) => sum + rows, 0);
}

function describe(readings: readonly Reading[]): string {
  const count = rowsOf(readings);
  const refreshed = readings.flatMap(({ refreshedOn }) => refreshedOn ?? []).sort();
  if (count === undefined) return 'unchanged since the last pull';
  const rows = `${count} rows`;
  return refreshed.length === 0 ? rows : `${rows}, refreshed ${refreshed.at(-1)}`;
}
