import type { Hindsights } from './alarms.ts';
import { type Fall, type FallOutcome, outcomeOf, toFalls } from './falls.ts';
import type { Judgement, Replay } from './rule.ts';
import type { SeriesGroup } from './series.ts';

/** How much a column scatters from date to date. */
export const SCATTERS = ['≤ 20 %', '≤ 35 %', '> 35 %'] as const;
export type Scatter = (typeof SCATTERS)[number];

/** What became of the falls of one kind. */
export interface Found {
  readonly kind: Pick<Fall, 'depth' | 'length'> & { readonly scatter: Scatter };
  readonly tried: number;
  /** Alarmed about while they lasted. */
  readonly found: number;
  /** Days from the first date to the alarm, over those that were found. */
  readonly delay: number;
  /** Alarms beyond the first. */
  readonly flaps: number;
  /** Days that the alarm went on after the last date. */
  readonly after: number;
}

/** Try falls on every series of a group; what a rule says of them is counted once for each limit. */
export function tryFalls(
  group: SeriesGroup,
  replay: Replay,
  hindsights: Hindsights,
  { starts, limits }: { readonly starts: number; readonly limits: readonly number[] },
): readonly (readonly Found[])[] {
  const all: Found[][] = limits.map(() => []);
  for (const [series, hindsight] of hindsights) {
    const scatter = hindsight.scatter <= 0.2 ? '≤ 20 %' : hindsight.scatter <= 0.35 ? '≤ 35 %' : '> 35 %';
    for (const fall of toFalls(series, hindsight, group, starts)) {
      const outcome = outcomeOf(series, fall, replay, Math.min(...limits));
      const kind = { depth: fall.depth, length: fall.length, scatter } as const;
      for (const [index, limit] of limits.entries()) all[index]?.push({ kind, ...countOf(outcome, limit) });
    }
  }
  return all.map(sumUp);
}

function countOf({ before, during, after }: FallOutcome, limit: number): Omit<Found, 'kind'> {
  const fires = ({ score, hasVanished }: Judgement) => (score ?? 0) >= limit || hasVanished;
  if (fires(before)) return { tried: 0, found: 0, delay: 0, flaps: 0, after: 0 };
  const delay = during.findIndex(fires);
  const all = [...during, ...after].map(fires);
  const begins = all.filter((isFiring, index) => isFiring && !all[index - 1]).length;
  const found = Number(delay >= 0);
  const quiet = after.findIndex((judgement) => !fires(judgement));
  return {
    tried: 1,
    found,
    delay: Math.max(0, delay),
    flaps: Math.max(0, begins - 1),
    after: found * (quiet < 0 ? after.length : quiet),
  };
}

/** One entry for each kind. */
export function sumUp(all: readonly Found[]): Found[] {
  const kinds = Map.groupBy(all, ({ kind }) => `${kind.depth} ${kind.length} ${kind.scatter}`);
  return [...kinds.values()].flatMap((same) => {
    const [first] = same;
    const sum = (read: (found: Found) => number) => same.reduce((total, found) => total + read(found), 0);
    return first === undefined
      ? []
      : [
          {
            kind: first.kind,
            tried: sum(({ tried }) => tried),
            found: sum(({ found }) => found),
            delay: sum(({ delay }) => delay),
            flaps: sum(({ flaps }) => flaps),
            after: sum(({ after }) => after),
          },
        ];
  });
}
