import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { fileAdvice } from '../errors/system-error.ts';
import { nothingChanged } from './one-tenant.ts';
import { toFields, type Wish } from './tenant-wish.ts';

const COLUMN = /^(id|key|name|credential|(labels|settings)\..+)$/;
const COLUMNS = 'id, key, name, credential, labels.<name> and settings.<NAME>';

/**
 * The tenants that a file declares, one a line below a line of columns.
 *
 * @throws ConfigError where it is no such file, before anything of it is looked at
 */
export async function readTenantsCsv(path: string): Promise<readonly Wish[]> {
  const [header, ...rows] = parseFile(path, await readText(path));
  const columns = header?.cells ?? [];
  const shown = (column: string) => `has the column ${JSON.stringify(column.slice(0, 50))}`;
  const repeated = columns.filter((column, index) => columns.indexOf(column) !== index);
  const problems = new Set([
    ...columns.filter((column) => !COLUMN.test(column)).map((column) => `${shown(column)}; use ${COLUMNS}`),
    ...repeated.map((column) => `${shown(column)} twice; leave one out`),
    ...(columns.includes('id') ? [] : ['has no column id, of directory ids or domains; its first line names columns']),
    ...(rows.length === 0 ? ['has no tenants; write one a line, below that of the columns'] : []),
  ]);
  if (problems.size > 0) throw nothingChanged([...problems].map((problem) => `${path} ${problem}`));
  return rows.map((row) => toWish(columns, row));
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function toWish(columns: readonly string[], { line, cells }: Row): Wish {
  const filled = columns.flatMap((column, index) => (cells[index] ? [[column, cells[index]] as const] : []));
  const { id = '', key, name, credential } = Object.fromEntries(filled);
  const below = (folder: string) =>
    Object.fromEntries(
      filled.flatMap(([column, cell]) => (column.startsWith(folder) ? [[column.slice(folder.length), cell]] : [])),
    );
  return {
    where: `line ${line}: `,
    directory: id,
    key,
    fields: toFields({ name, credential, labels: below('labels.'), settings: below('settings.') }),
    problems:
      cells.length > columns.length
        ? [`has ${cells.length} cells for ${columns.length} columns; put what has a comma in quotes`]
        : [],
  };
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw nothingChanged([`${path} cannot be read: ${fileAdvice(error)}`]);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw nothingChanged([`${path} is not UTF-8; save it as such, in Excel as "CSV UTF-8"`]);
  }
}

/** Where a comma is the decimal sign, spreadsheets write semicolons. */
function parseFile(path: string, text: string): readonly Row[] {
  const [first = ''] = text.split(/[\r\n]/, 1);
  const delimiter = !first.includes(',') && first.includes(';') ? ';' : ',';
  const rows: Row[] = [];
  try {
    parse(text, {
      delimiter,
      trim: true,
      skip_records_with_empty_values: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells });
        return null;
      },
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw nothingChanged([`${path} is not CSV (${error.code}, line ${error.lines}); correct its quotes`]);
  }
}
