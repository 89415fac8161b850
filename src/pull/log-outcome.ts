import { counted, isOrAre } from '../errors/counted.ts';
import type { Fields, Log } from '../log.ts';
import type { Reading } from '../report/reading.ts';
import { isFailed, type ReportOutcome } from './outcome.ts';

/** One line for each report of a run: what became of it, and how long it took; and a line for what was left out. */
export function logOutcome(outcome: ReportOutcome, readings: readonly Reading[], log: Log): void {
  const { report, seconds, failure } = outcome;
  const level = failure === undefined ? 'info' : isFailed(outcome) ? 'error' : 'warn';
  const text =
    failure === undefined
      ? `${describe(readings)}, ${took(seconds)}`
      : `${failure.reason}: ${failure.message} (${took(seconds)})`;
  log[level](`${report.name}: ${text}`, {
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

/** What of a file was left out, though the file was read: a line for each cause. */
function leftOut({ rows: all, leftOutRows, rejectedCells }: Reading): readonly (readonly [string, Fields])[] {
  return [
    ...rejectedCells.map(({ column, cells, shape }): readonly [string, Fields] => [
      `${counted(cells, 'cell')} of the column "${column}" ${isOrAre(cells)} no number and ${isOrAre(cells)} left out; ${cells === 1 ? 'it' : 'one'} looks like ${shape}, with a 9 for each digit and an a for each letter; update this program or, if it is the newest release, open an issue that quotes this line`,
      { column, cells, shape },
    ]),
    ...leftOutRows.map(({ rows, why }): readonly [string, Fields] => [
      `${rows} of ${counted(all, 'row')} ${isOrAre(rows)} left out: ${why}`,
      { rows: all, rejectedRows: rows },
    ]),
  ];
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
  const rows = counted(count, 'row');
  return refreshed.length === 0 ? rows : `${rows}, refreshed ${refreshed.at(-1)}`;
}
