import { type ColumnHistory, toGrid } from './grid.ts';
import { fillUsual } from './usual.ts';

/** What is usual for a column's last days by their weekdays alone, oldest first: for charts. Undefined where unknown. */
export function usualDays(column: ColumnHistory, days: number): readonly (number | undefined)[] {
  const { dates, columns } = toGrid([column]);
  const own = columns[0];
  const none = new Uint8Array(dates.length);
  return Array.from({ length: days }, (_, index) => {
    if (own === undefined) return undefined;
    const date = own.newest + 1 - days + index;
    fillUsual(own, date, none);
    const usual = own.usual[date];
    return usual === undefined || Number.isNaN(usual) ? undefined : usual;
  });
}
