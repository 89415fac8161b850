import { CsvError, parse } from 'csv-parse/sync';
import { ReportError } from '../errors/errors.ts';
import { checkSize, MAX_ROWS, type Table } from './table.ts';

/** The header, and one row more than is allowed: what follows need not be read to reject the file. */
const LAST_ROW = MAX_ROWS + 2;

/** CSV as Graph sends it: with or without a byte order mark, any line ending, rows of any length. */
export function parseCsv(text: string): Table {
  const [header = [], ...rows] = parseRows(text);
  checkSize(header.length, rows.length);
  return { header: trimmed(header), rows: rows.map(trimmed) };
}

/** csv-parse trims around quotes, but not within them. */
function trimmed(cells: readonly string[]): readonly string[] {
  return cells.map((cell) => cell.trim());
}

const OPTIONS = {
  bom: true,
  trim: true,
  skip_empty_lines: true,
  relax_column_count: true,
  // Left to itself the parser takes that of the first line for all.
  record_delimiter: ['\r\n', '\n', '\r'],
  to: LAST_ROW,
};

function parseRows(text: string): string[][] {
  try {
    return parse(text, OPTIONS);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ReportError('not_a_report', `the file is not CSV (${error.code}); the next run reads it again`);
  }
}
