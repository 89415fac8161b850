import { seriesId } from './series-id.ts';
import type { DatedValue } from './to-reading.ts';

/** The largest of the values with one key, and how many there are. */
export interface Kept {
  readonly value: DatedValue;
  readonly seen: number;
}

export function keepLarger(values: Map<string, Kept>, value: DatedValue): void {
  const key = `${value.date}\n${seriesId(value)}`;
  const kept = values.get(key);
  const larger = kept === undefined || kept.value.value < value.value ? value : kept.value;
  values.set(key, { value: larger, seen: (kept?.seen ?? 0) + 1 });
}

/** The rows that are too many, whatever the order they come in. */
export function countRepeated(values: readonly Kept[]): number {
  const extra = new Map<string, number>();
  for (const { value, seen } of values) {
    const place = `${value.date}\n${value.item}`;
    extra.set(place, Math.max(extra.get(place) ?? 0, seen - 1));
  }
  return [...extra.values()].reduce((sum, count) => sum + count, 0);
}
