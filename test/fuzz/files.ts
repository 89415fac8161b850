import fc from 'fast-check';
import { type Draft, drafts, type Grid, toGrid } from './grid.ts';

/** How a file is written, which says nothing. */
export interface Dress {
  readonly byteOrderMark: boolean;
  readonly lineEndings: readonly string[];
  readonly quotes: 'where needed' | 'everywhere';
  readonly padding: string;
  /** Of JSON: rows in an array of a parent, or flat. */
  readonly isNested: boolean;
}

export interface File extends Pick<Draft, 'report' | 'pull' | 'settings' | 'format' | 'refreshedOn'> {
  readonly bytes: Uint8Array;
}

export const PLAIN: Dress = {
  byteOrderMark: true,
  lineEndings: ['\r\n'],
  quotes: 'where needed',
  padding: '',
  isNested: false,
};

export const dresses: fc.Arbitrary<Dress> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(PLAIN) },
  {
    weight: 1,
    arbitrary: fc.record({
      byteOrderMark: fc.boolean(),
      lineEndings: fc.array(fc.constantFrom('\r\n', '\n', '\r'), { minLength: 1, maxLength: 3 }),
      quotes: fc.constantFrom('where needed', 'everywhere'),
      padding: fc.constantFrom('', ' ', '  '),
      isNested: fc.boolean(),
    }),
  },
);

/** What happens to bytes on their way. */
const damages = fc.oneof(
  { weight: 12, arbitrary: fc.constant({ at: 0, cut: 0, put: '' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      at: fc.nat(2000),
      cut: fc.oneof(fc.constant(0), fc.nat(2000)),
      put: fc.constantFrom('', '"', '""', '\uFEFF', '\u0000', '\xFF', '<html>', ',,,', '\n\n', '{', ']', '\x1F\x8B'),
    }),
  },
);

/** A file of a report, most of the time as Graph would send it. */
export const files: fc.Arbitrary<File> = fc
  .record({ draft: drafts, dress: dresses, damage: damages })
  .map(({ draft, dress, damage }) => {
    const text = write(draft.format, toGrid(draft), dress);
    const at = damage.at % (text.length + 1);
    const put = Buffer.from(damage.put, damage.put === '\uFEFF' ? 'utf8' : 'latin1');
    return toFile(
      draft,
      Buffer.concat([Buffer.from(text.slice(0, at)), put, Buffer.from(text.slice(at + damage.cut))]),
    );
  });

/** Anything at all in the place of a file. */
export const strangeFiles: fc.Arbitrary<File> = fc
  .record({
    draft: drafts,
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }).map((text) => Buffer.from(text)),
      fc
        .constantFrom('', '\uFEFF', '\n', '<!DOCTYPE html><p>Sorry', 'null', '[]', '{}')
        .map((text) => Buffer.from(text)),
      fc.json({ maxDepth: 3 }).map((value) => Buffer.from(`{"value":${value}}`)),
      fc.json({ maxDepth: 2 }).map((value) => Buffer.from(`{"value":[${value}]}`)),
    ),
  })
  .map(({ draft, bytes }) => toFile(draft, bytes));

export function toFile(draft: Draft, bytes: Uint8Array): File {
  const { report, pull, settings, format, refreshedOn } = draft;
  const file = { report, pull, settings, format, refreshedOn, bytes };
  const text = () => `${report.name} ${pull.key} ${refreshedOn} ${JSON.stringify(Buffer.from(bytes).toString())}`;
  return Object.defineProperty(file, fc.toStringMethod, { value: text });
}

export function write(format: 'csv' | 'json', grid: Grid, dress: Dress): string {
  return format === 'csv' ? toCsv(grid, dress) : toJson(grid, dress);
}

function toCsv({ header, rows }: Grid, { byteOrderMark, lineEndings, quotes, padding }: Dress): string {
  const isQuoted = (cell: string) => quotes === 'everywhere' || /[",\r\n]|^\s|\s$/.test(cell);
  const cell = (text: string) => (isQuoted(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [header, ...rows].map((cells) => cells.map((text) => padding + cell(text) + padding).join(','));
  const ended = lines.map((line, index) => line + lineEndings[index % lineEndings.length]);
  return (byteOrderMark ? '\uFEFF' : '') + ended.join('');
}

function toJson({ header, rows }: Grid, { isNested }: Dress): string {
  const value = rows.map((cells) =>
    Object.fromEntries(header.map((name, index) => [name, toProperty(cells[index] ?? '')] as const)),
  );
  return JSON.stringify({ '@odata.context': 'x', value: isNested ? [{ id: '1', counts: value }] : value });
}

function toProperty(cell: string): string | number | null {
  if (cell === '') return null;
  return /^(0|[1-9]\d{0,5})$/.test(cell) ? Number(cell) : cell;
}
