import type { UnreadableCell } from './read-row.ts';
import type { RejectedCells } from './reading.ts';

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
