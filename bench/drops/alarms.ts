import type { Hindsight } from './hindsight.ts';
import { isJudged, type Judgement, type Replay, type Rule } from './rule.ts';
import { type DailySeries, dayOf, lastDay, type SeriesGroup } from './series.ts';

/** What a rule did to a group that fell only as it really did. */
export interface Alarms {
  readonly weeks: number;
  readonly columnYears: number;
  /** Columns, and those that were judged on at least half of their days. */
  readonly columns: number;
  readonly judgedColumns: number;
  /** Alarms that began within six days after a holiday or another low day of the tenant. */
  readonly onLowDays: number;
  /** Those with a date of at most a quarter of usual, as seen in hindsight. */
  readonly collapses: number;
  readonly others: number;
  /** Reports that began to be alarmed about. */
  readonly notifications: number;
  /** The same for columns without data. */
  readonly vanished: number;
}

/** What a rule said of each series, day by day. */
export type Said = ReadonlyMap<DailySeries, ReadonlyMap<number, Judgement>>;

export function listen({ series }: SeriesGroup, replay: Replay): Said {
  return new Map(
    series.map((entry) => {
      const days = Array.from(entry.values.keys(), (index) => entry.start + index).filter((day) =>
        isJudged(entry, day),
      );
      return [entry, new Map(days.map((day) => [day, replay.judge(entry, day)]))];
    }),
  );
}

export function toAlarms(group: SeriesGroup, rule: Rule, said: Said, hindsights: Hindsights, limit: number): Alarms {
  const columns = [...said].map(([series, days]) => alarmsOf(series, days, group, hindsights.get(series), limit));
  const sum = (read: (alarms: ColumnAlarms) => number) => columns.reduce((total, column) => total + read(column), 0);
  const firstDay = Math.min(...[...said.values()].flatMap((days) => [...days.keys()].slice(0, 1)));
  const lastOfAll = Math.max(...group.series.map(lastDay));
  return {
    weeks: (lastOfAll + 1 - firstDay) / 7,
    columnYears: sum(({ days }) => days) / 365,
    columns: columns.length,
    judgedColumns: columns.filter(({ days, judged }) => judged >= days / 2).length,
    onLowDays: sum(({ onLowDays }) => onLowDays),
    collapses: sum(({ collapses }) => collapses),
    others: sum(({ others }) => others),
    notifications: countNotifications(said, rule, ({ score = 0 }) => (score >= limit ? score : 0)),
    vanished: countNotifications(said, rule, ({ hasVanished }) => Number(hasVanished)),
  };
}

export type Hindsights = ReadonlyMap<DailySeries, Hindsight>;

type ColumnAlarms = Readonly<Record<'days' | 'judged' | 'onLowDays' | 'collapses' | 'others', number>>;

function alarmsOf(
  series: DailySeries,
  days: ReadonlyMap<number, Judgement>,
  { lowDays }: SeriesGroup,
  hindsight: Hindsight | undefined,
  limit: number,
): ColumnAlarms {
  const count = { days: days.size, judged: 0, onLowDays: 0, collapses: 0, others: 0 };
  let wasFiring = false;
  for (const [day, { score }] of days) {
    if (score !== undefined) count.judged += 1;
    const fires = (score ?? 0) >= limit;
    if (fires && !wasFiring) {
      const past = Array.from({ length: 7 }, (_, age) => day - age);
      const isCollapse = past.some((date) => {
        const index = date - series.start;
        return hindsight?.isMain.has(index) && (series.values[index] ?? 0) <= 0.25 * (hindsight.usual[index] ?? 0);
      });
      count[past.some((date) => lowDays.has(dayOf(date))) ? 'onLowDays' : isCollapse ? 'collapses' : 'others'] += 1;
    }
    wasFiring = fires;
  }
  return count;
}

/** How often a report, or its worst column where alarms name it, begins to fire. */
function countNotifications(said: Said, rule: Rule, strengthOf: (judgement: Judgement) => number): number {
  const byDay = new Map<number, Map<string, { readonly strength: number; readonly key: string }>>();
  for (const [{ name, report }, days] of said) {
    for (const [day, judgement] of days) {
      const strength = strengthOf(judgement);
      if (strength === 0) continue;
      const reports = byDay.get(day) ?? new Map();
      byDay.set(day, reports);
      if (strength > (reports.get(report)?.strength ?? 0))
        reports.set(report, { strength, key: rule.namesColumn ? `${report} ${name}` : report });
    }
  }
  const keysOn = (day: number) => [...(byDay.get(day)?.values() ?? [])].map(({ key }) => key);
  return [...byDay.keys()].reduce((total, day) => {
    const before = new Set(keysOn(day - 1));
    return total + keysOn(day).filter((key) => !before.has(key)).length;
  }, 0);
}
