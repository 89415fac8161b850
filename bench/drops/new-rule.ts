import { type Activity, emptyActivity, toActivity } from '../../src/history/drops/activity.ts';
import { HISTORY_DAYS, LEAST_PEER_USUAL, LEAST_PEERS, VANISHED_FROM } from '../../src/history/drops/constants.ts';
import { asGridColumn, type GridColumn } from '../../src/history/drops/grid.ts';
import { daysWithoutData, worstFall } from '../../src/history/drops/judge-column.ts';
import { medianOf } from '../../src/history/drops/median.ts';
import { filled, fillUsual } from '../../src/history/drops/usual.ts';
import type { Judgement, Rule } from './rule.ts';
import { type DailySeries, lastDay, type SeriesGroup } from './series.ts';

/**
 * The rule of the product. A replay judges the same columns every day, so that usual values and the tenant's activity are
 * computed once for all days; a test holds that it says what `judgeTenant` says.
 */
export const newRule: Rule = {
  name: 'this rule',
  replay: (group) => {
    const timeline = toTimeline(group);
    const fallenColumns = new WeakMap<DailySeries, GridColumn>();
    const columnOf = (fallen: DailySeries) => {
      const column = fallenColumns.get(fallen) ?? toColumn(fallen, timeline);
      fallenColumns.set(fallen, column);
      return column;
    };
    return {
      judge: (series, day, fallen) => {
        const column = fallen === undefined ? timeline.columns.get(series) : columnOf(fallen);
        if (column === undefined) throw new Error(`${series.name} is no series of the group`);
        return judgeOn(day - timeline.start, fallen ?? series, column, timeline);
      },
    };
  },
};

interface Timeline {
  readonly start: number;
  readonly length: number;
  readonly columns: ReadonlyMap<DailySeries, GridColumn>;
  readonly activity: Activity;
}

function toTimeline({ series }: SeriesGroup): Timeline {
  const start = Math.min(...series.map((entry) => entry.start));
  const length = Math.max(...series.map(lastDay)) + 1 - start;
  const columns = series.map((entry) => [entry, emptyColumn(entry, start, length)] as const);
  const grid = { dates: Array.from({ length }, () => ''), columns: columns.map(([, column]) => column) };
  const { complete, low } = toActivity(grid);
  const activity = { complete, low, newest: toNewest(columns, start, length) };
  return { start, length, columns: new Map(columns), activity };
}

function emptyColumn({ start, values }: DailySeries, timelineStart: number, length: number): GridColumn {
  const first = start - timelineStart;
  const onGrid = new Float64Array(length).fill(Number.NaN);
  for (const [index, value] of values.entries()) onGrid[first + index] = value ?? Number.NaN;
  return asGridColumn(onGrid, length);
}

/** What the tenant does on each date while it is the newest one of all columns. */
function toNewest(
  columns: readonly (readonly [DailySeries, GridColumn])[],
  start: number,
  length: number,
): Float64Array {
  return emptyActivity(length).newest.map((_, date) => {
    const ratios = columns.flatMap(([{ provisional, start: own }, column]) => {
      const usual = column.usual[date] ?? Number.NaN;
      const isPeer = usual >= LEAST_PEER_USUAL && date + start - own < provisional.length && column.main[date] === 1;
      return isPeer ? [filled(provisional[date + start - own]) / usual] : [];
    });
    return ratios.length >= LEAST_PEERS ? medianOf(ratios) : Number.NaN;
  });
}

function toColumn(series: DailySeries, { start, length, activity }: Timeline): GridColumn {
  const column = emptyColumn(series, start, length);
  for (let date = column.first; date < length; date += 1) fillUsual(column, date, activity.low);
  return column;
}

function judgeOn(day: number, series: DailySeries, all: GridColumn, { start, activity }: Timeline): Judgement {
  const values = all.values.slice();
  values[day] = series.provisional[day + start - series.start] ?? Number.NaN;
  const column = { ...all, values, newest: day, first: Math.max(all.first, day + 1 - HISTORY_DAYS) };
  const fall = worstFall(column, activity);
  const score = fall && (fall.isOver ? 0 : fall.ratio);
  return { score, hasVanished: daysWithoutData(column, activity) >= VANISHED_FROM };
}
