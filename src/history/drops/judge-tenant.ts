import type { Day } from '../../report/dates.ts';
import { type Activity, ratioOn, toActivity } from './activity.ts';
import { ENDED_DAYS, OVER_SCORE, SCALE } from './constants.ts';
import { type ColumnHistory, type Grid, type GridColumn, toGrid } from './grid.ts';
import { daysWithoutData, worstFall } from './judge-column.ts';
import { toTrends } from './trend.ts';

/** What an operator may set. */
export interface DropOptions {
  /** Multiplies every score: 2 finds falls that are half as alarming. */
  readonly sensitivity: number;
  /** Reports, or `report/column`, that are known to fall. They are not judged, nor do they tell what the tenant does. */
  readonly ignored: readonly string[];
}

export interface TenantVerdict<C> {
  /** What the whole tenant does on the newest date of which that is known, as a share of usual. */
  readonly activity: { readonly ratio: number; readonly date: Day } | undefined;
  readonly columns: ReadonlyMap<C, ColumnVerdict>;
}

export interface ColumnVerdict {
  /** Undefined where it cannot be judged. */
  readonly drop: Drop | undefined;
  /** Whether it was judged until lately and no longer can be, or is ignored: its score is 0. */
  readonly hasEnded: boolean;
  /** Busy dates since the last filled cell. */
  readonly daysWithoutData: number;
  /** The last four weeks by the four before, relative to the tenant; NaN where too little is known. */
  readonly trend: number;
}

/** How the newest dates of a column compare with what is usual. Sums are over the judged dates. */
export interface Drop {
  /** 1 and more is a drop. */
  readonly score: number;
  /** What was; of a newest date, what it is expected to grow to. */
  readonly observed: number;
  readonly expected: number;
  /** The least that would still be usual, at least 0. */
  readonly low: number;
  readonly dates: number;
  /** The newest of the judged dates. */
  readonly date: Day;
  /** The first of the dates in a row, up to that one, on which the column was below four fifths of usual. */
  readonly since: Day;
}

/**
 * Tell drops from ordinary days, for all columns of a tenant together.
 *
 * 1. *Usual* for a date is the median of the same weekday in the last eight weeks, times what the whole tenant does on
 *    that date, times how the column ran on its last ten dates.
 * 2. The newest 1, 2, 3 and 5 dates together are compared with it, and the fall is divided by the fall that would be
 *    alarming for this very column: the more it scatters, and the smaller it is, the deeper a fall has to be.
 * 3. A score of 1 or more is a drop; it is over when the newest date is back at four fifths of usual.
 */
export function judgeTenant<C extends ColumnHistory>(columns: readonly C[], options: DropOptions): TenantVerdict<C> {
  const { judged = [], ignored = [] } = Object.groupBy(columns, (column) =>
    isIgnored(column, options.ignored) ? 'ignored' : 'judged',
  );
  const grid = toGrid(judged);
  const activity = toActivity(grid);
  const trends = toTrends(grid.columns);
  const verdicts = judged.flatMap((column, index) => {
    const own = grid.columns[index];
    const verdict = own && {
      ...toVerdict(own, grid, activity, options.sensitivity),
      trend: trends[index] ?? Number.NaN,
    };
    return verdict ? [[column, verdict] as const] : [];
  });
  return {
    activity: newestActivity(grid, activity),
    columns: new Map([...verdicts, ...ignored.map((column) => [column, IGNORED] as const)]),
  };
}

const IGNORED: ColumnVerdict = { drop: undefined, hasEnded: true, daysWithoutData: 0, trend: Number.NaN };

function isIgnored({ report, column }: ColumnHistory, ignored: DropOptions['ignored']): boolean {
  return ignored.includes(report) || ignored.includes(`${report}/${column}`);
}

function toVerdict(
  column: GridColumn,
  { dates }: Grid,
  activity: Activity,
  sensitivity: number,
): Omit<ColumnVerdict, 'trend'> {
  const drop = toDrop(column, dates, activity, sensitivity);
  return {
    drop,
    hasEnded: drop === undefined && wasJudged(column, activity),
    daysWithoutData: daysWithoutData(column, activity),
  };
}

/** Whether the column could be judged on one of its last dates: often enough to reach every exporter. */
function wasJudged(column: GridColumn, activity: Activity): boolean {
  return Array.from({ length: ENDED_DAYS }, (_, index) => column.newest - index - 1).some(
    (newest) => worstFall({ ...column, newest }, activity) !== undefined,
  );
}

function toDrop(column: GridColumn, dates: readonly Day[], activity: Activity, sensitivity: number): Drop | undefined {
  const fall = worstFall(column, activity);
  if (fall === undefined) return undefined;
  const scale = sensitivity / SCALE;
  const score = fall.ratio * scale;
  return {
    score: fall.isOver ? Math.min(OVER_SCORE, score) : score,
    observed: fall.observed,
    expected: fall.expected,
    low: Math.max(0, (fall.expected + 1) * Math.exp(-fall.alarming / scale) - 1),
    dates: fall.dates,
    date: dates[fall.newest] ?? '',
    since: dates[fall.since] ?? '',
  };
}

function newestActivity({ dates }: Grid, activity: Activity): TenantVerdict<never>['activity'] {
  const index = dates.findLastIndex((_, date) => !Number.isNaN(ratioOn(activity, date)));
  const date = dates[index];
  return date === undefined ? undefined : { ratio: ratioOn(activity, index), date };
}
