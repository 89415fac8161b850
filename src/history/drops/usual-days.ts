import { type ColumnHistory, toGrid } from './grid.ts';
import { fillUsual } from './usual.ts';

/** What is usual for a column's last days by their weekdays alone, oldest first: for charts. Undefined where unknown. */
export function usualDays(column: ColumnHistory, days: number): readonly (number | undefined)[] {
  const { dates, columns } = toGrid([column]);
  const own = columns[0];
  if (own === undefined) return Array.from({ length: days }, () => undefined);
  const none = new Uint8Array(dates.length);
  for (let date = own.first; date <= own.newest; date += 1) fillUsual(own, date, none);
  return Array.from({ length: days }, (_, index) => {
    const usual = own.usual[own.newest + 1 - days + index];
    return usual === undefined || Number.isNaN(usual) ? undefined : usual;
  });
}
