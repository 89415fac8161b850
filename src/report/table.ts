import { counted } from '../errors/counted.ts';
import { ReportError } from '../errors/errors.ts';

/** A downloaded file as a header and rows of text cells, trimmed. It knows nothing about reports. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The widest report has some fifty columns. Work grows faster than their number, and all of them are remembered. */
const MAX_COLUMNS = 500;

/** 180 days of a hundred items; reports have a row per day, or per day and some six kinds of site. */
export const MAX_ROWS = 20_000;

/** @throws ReportError `not_a_report` where a file is larger than any report */
export function checkSize(columns: number, rows: number): void {
  if (columns > MAX_COLUMNS) throw tooLarge(counted(columns, 'column'));
  if (rows > MAX_ROWS) throw tooLarge(`more than ${MAX_ROWS} rows`);
}

function tooLarge(what: string): ReportError {
  return new ReportError(
    'not_a_report',
    `the file has ${what}, which no usage report has; Graph sent something else, the next run reads it again`,
  );
}
