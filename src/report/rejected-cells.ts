import type { UnreadableCell } from './read-row.ts';

/** The filled cells of a column that are no number. */
export interface RejectedCells {
  readonly column: string;
  readonly cells: number;
  /** What one of them looks like, whatever order they come in: a 9 for each digit, an a for each letter. */
  readonly shape: string;
}

export function toRejectedCells(unreadable: readonly UnreadableCell[]): readonly RejectedCells[] {
  const byColumn = Map.groupBy(unreadable, ({ column }) => column);
  return [...byColumn].map(([column, cells]) => ({
    column,
    cells: cells.length,
    shape: shapeOf(cells.reduce((least, { text }) => (text < least ? text : least), cells[0]?.text ?? '')),
  }));
}

/** Longer texts are no numbers, and have no shape worth telling. */
const MAX_SHAPE = 24;

/** What a text looks like, without what it says: where a number is expected may stand the name of a person. */
export function shapeOf(text: string): string {
  const shape = text
    .slice(0, MAX_SHAPE)
    .toWellFormed()
    .replace(/\p{N}/gu, '9')
    .replace(/[\p{L}\p{M}]/gu, 'a')
    .replace(/\s/gu, ' ')
    .replace(/[^\p{P}\p{S} 9a]/gu, '?');
  return text.length > MAX_SHAPE ? `${shape}…` : shape;
}
