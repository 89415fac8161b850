import fc from 'fast-check';
import { reports } from '../../src/catalogue/index.ts';
import { columnsOf } from '../../src/report/columns.ts';
import { oddName } from './cells.ts';

type Header = readonly string[];

interface Place {
  readonly at: number;
  readonly name: string;
}

type Edit = (header: Header, place: Place) => Header;

const respell =
  (spell: (name: string) => string): Edit =>
  (header, { at }) =>
    header.with(at, spell(header[at] ?? ''));

const EDITS = {
  move: (header, { at, name }) => header.toSpliced(at, 1).toSpliced(name.length % header.length, 0, header[at] ?? ''),
  add: (header, { at, name }) => header.toSpliced(at, 0, name),
  drop: (header, { at }) => header.toSpliced(at, 1),
  repeat: (header, { at }) => [...header, header[at] ?? ''],
  upper: respell((name) => name.toUpperCase()),
  lower: respell((name) => name.toLowerCase()),
  spaced: respell((name) => `  ${name.replaceAll(' ', '   ')} `),
  dashed: respell((name) => name.replaceAll(' ', '-')),
  squeezed: respell((name) => name.replaceAll(' ', '')),
  marked: respell((name) => `\uFEFF${name}`),
} satisfies Readonly<Record<string, Edit>>;

/** One thing that happens to a header. */
export interface HeaderEdit extends Place {
  readonly kind: keyof typeof EDITS;
}

const FOREIGN = [...new Set(reports.flatMap((report) => columnsOf(report).map(({ column }) => column.header)))];

const edit: fc.Arbitrary<HeaderEdit> = fc.record({
  kind: fc.constantFrom(
    ...(['move', 'move', 'move', 'add', 'add', 'add', 'add', 'drop', 'repeat'] as const),
    ...(['upper', 'lower', 'spaced', 'dashed', 'squeezed', 'marked'] as const),
  ),
  at: fc.nat(30),
  name: fc.oneof({ weight: 3, arbitrary: oddName }, { weight: 1, arbitrary: fc.constantFrom(...FOREIGN) }),
});

export const headerEdits: fc.Arbitrary<readonly HeaderEdit[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(edit, { minLength: 1, maxLength: 4 }) },
);

export function withEdits(header: Header, edits: readonly HeaderEdit[]): Header {
  return edits.reduce<Header>(
    (names, { kind, at, name }) => (names.length === 0 ? names : EDITS[kind](names, { at: at % names.length, name })),
    header,
  );
}
