import { CsvError, parse } from 'csv-parse/sync';
import { ReportError } from '../errors.ts';
import type { Table } from './table.ts';

/** CSV as Graph sends it: with or without a byte order mark, any line ending, rows of any length. */
export function parseCsv(text: string): Table {
  const [header = [], ...rows] = parseRows(text);
  return { header, rows };
}

function parseRows(text: string): string[][] {
  try {
    return parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ReportError('not_a_report', `the file is not CSV (${error.code}); the next run reads it again`);
  }
}
