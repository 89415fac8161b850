import { type Alarms, type Hindsights, listen, toAlarms } from './alarms.ts';
import { type Found, sumUp, tryFalls } from './found.ts';
import { toHindsight } from './hindsight.ts';
import type { Rule } from './rule.ts';
import type { SeriesGroup } from './series.ts';

/** What is said of a rule with its limit, over one or more groups. */
export interface Figures {
  readonly rule: string;
  readonly limit: number;
  readonly alarms: Alarms;
  readonly found: readonly Found[];
}

/** Replay groups by a rule, and count for each of the limits. */
export function evaluate(
  groups: readonly SeriesGroup[],
  rule: Rule,
  limits: readonly number[],
  starts: number,
): Figures[] {
  const each = groups.map((group) => {
    const hindsights: Hindsights = new Map(group.series.map((series) => [series, toHindsight(series)]));
    const replay = rule.replay(group);
    const said = listen(group, replay);
    const alarms = limits.map((limit) => toAlarms(group, rule, said, hindsights, limit));
    return { alarms, found: tryFalls(group, replay, hindsights, { starts, limits }) };
  });
  return limits.map((limit, index) => ({
    rule: rule.name,
    limit,
    alarms: sumAlarms(each.flatMap(({ alarms }) => alarms[index] ?? [])),
    found: sumUp(each.flatMap(({ found }) => found[index] ?? [])),
  }));
}

export { sumUp };

export function sumAlarms(all: readonly Alarms[]): Alarms {
  const sum = (key: keyof Alarms) => all.reduce((total, alarms) => total + alarms[key], 0);
  return {
    weeks: sum('weeks'),
    columnYears: sum('columnYears'),
    columns: sum('columns'),
    judgedColumns: sum('judgedColumns'),
    onLowDays: sum('onLowDays'),
    collapses: sum('collapses'),
    others: sum('others'),
    notifications: sum('notifications'),
    vanished: sum('vanished'),
  };
}
