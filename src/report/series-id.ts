import type { SeriesKey } from './reading.ts';

/** A text that two keys share only if they are the same, whatever letters their column and item are made of. */
export function seriesId({ column, item, period }: SeriesKey): string {
  return `${period ?? ''}\n${item.length}\n${item}${column}`;
}
