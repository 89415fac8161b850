import type { Log } from './log.ts';
import { isFailed, type ReportOutcome } from './run.ts';

/** What came of one file; its rows are undefined where Graph had nothing new. */
export interface PulledFile {
  readonly rows?: number;
  readonly refreshedOn?: string | undefined;
}

/** One line for each report of a run: what became of it, and how long it took. */
export function tellReport(outcome: ReportOutcome, files: readonly PulledFile[], log: Log): void {
  const { report, seconds, failure } = outcome;
  const level = failure === undefined ? 'info' : isFailed(outcome) ? 'error' : 'warn';
  const said =
    failure === undefined
      ? `${describe(files)}, ${took(seconds)}`
      : `${failure.reason}: ${failure.message} (${took(seconds)})`;
  log[level](`${report.name}: ${said}`, {
    report: report.name,
    outcome: failure === undefined ? 'success' : 'failure',
    reason: failure?.reason,
    seconds,
    rows: rowsOf(files),
  });
}

function took(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

/** Undefined where Graph had nothing new. */
function rowsOf(files: readonly PulledFile[]): number | undefined {
  const read = files.flatMap(({ rows }) => rows ?? []);
  return read.length === 0 ? undefined : read.reduce((sum, count) => sum + count, 0);
}

function describe(files: readonly PulledFile[]): string {
  const count = rowsOf(files);
  const refreshed = files.flatMap(({ refreshedOn }) => refreshedOn ?? []).sort();
  if (count === undefined) return 'unchanged since the last pull';
  const rows = `${count} rows`;
  return refreshed.length === 0 ? rows : `${rows}, refreshed ${refreshed.at(-1)}`;
}
