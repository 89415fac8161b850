import { ReportError } from '../errors/errors.ts';
import { checkSize, type Table } from './table.ts';

type Properties = Readonly<Record<string, unknown>>;

/** A page of a report as Graph's beta sends JSON. */
export interface JsonPage {
  readonly rows: readonly Properties[];
  /** Where the next page is, if there is one; it may be relative. */
  readonly nextLink: string | undefined;
}

/**
 * A page of flat rows, or of parents that each carry an array of rows: `{reportRefreshDate, userCounts: [{…}]}`.
 * https://learn.microsoft.com/graph/api/reportroot-getm365appusercounts?view=graph-rest-beta
 */
export function parseJsonPage(text: string): JsonPage {
  const page = parseObject(text);
  if (!Array.isArray(page?.value))
    throw new ReportError('not_a_report', 'the response is not JSON of a report; the next run reads it again');
  const nextLink = page['@odata.nextLink'];
  return {
    rows: page.value.filter(isObject).flatMap(flatten),
    nextLink: (typeof nextLink === 'string' && nextLink.trim()) || undefined,
  };
}

/**
 * Rows of properties as a table. A property that is null is an empty cell; one that is no scalar is a cell that nobody can
 * read, and is counted as that. A lone surrogate, which JSON can spell and UTF-8 cannot, is replaced: two names that differ by it alone would be one series twice.
 */
export function toTable(rows: readonly Properties[]): Table {
  const all = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) all.add(name);
  const names = [...all].filter((name) => !name.includes('@') && name !== 'id');
  checkSize(names.length, rows.length);
  return {
    header: names.map((name) => name.toWellFormed().trim()),
    rows: rows.map((row) => names.map((name) => toCell(row[name]))),
  };
}

function parseObject(text: string): Properties | undefined {
  try {
    const page: unknown = JSON.parse(text);
    return isObject(page) ? page : undefined;
  } catch {
    return undefined;
  }
}

function flatten(parent: Properties): readonly Properties[] {
  const [name, children] = Object.entries(parent).find(([, value]) => Array.isArray(value)) ?? [];
  if (name === undefined || !Array.isArray(children)) return [parent];
  const { [name]: _children, ...own } = parent;
  return children.filter(isObject).map((child) => ({ ...own, ...child }));
}

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? '{}' : String(value).toWellFormed().trim();
}
