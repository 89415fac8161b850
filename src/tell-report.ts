import type { Log } from './log.ts';
import type { Reading } from './report/to-reading.ts';
import { isFailed, type ReportOutcome } from './run.ts';

/** One line for each report of a run: what became of it, and how long it took. */
export function tellReport(outcome: ReportOutcome, readings: readonly Reading[], log: Log): void {
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
