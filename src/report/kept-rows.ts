import type { DatedValue } from './reading.ts';

/** What the rows of one place say: of each column the largest value. */
export interface KeptRow {
  readonly values: readonly DatedValue[];
  /** How often a column was filled, where more than one row says something. */
  readonly filled: ReadonlyMap<string, number>;
}

const ONCE: KeptRow['filled'] = new Map();

export function mergeDuplicateRows(rows: Map<string, KeptRow>, place: string, values: readonly DatedValue[]): void {
  const kept = rows.get(place);
  rows.set(place, kept === undefined ? { values, filled: ONCE } : merged(kept, values));
}

function merged(kept: KeptRow, more: readonly DatedValue[]): KeptRow {
  const values = new Map(kept.values.map((value) => [value.column, value]));
  const filled = new Map(kept.values.map(({ column }) => [column, kept.filled.get(column) ?? 1]));
  for (const value of more) {
    const old = values.get(value.column);
    if (old === undefined || old.value < value.value) values.set(value.column, value);
    filled.set(value.column, (filled.get(value.column) ?? 0) + 1);
  }
  return { values: [...values.values()], filled };
}

/** The rows that are too many, whatever the order they come in. */
export function countRepeated(rows: Iterable<KeptRow>): number {
  let repeated = 0;
  for (const { filled } of rows) repeated += Math.max(1, ...filled.values()) - 1;
  return repeated;
}
