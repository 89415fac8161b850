import { describe, expect, it } from 'vitest';
import { newRule } from '../../../bench/drops/new-rule.ts';
import { type DailySeries, dayOf } from '../../../bench/drops/series.ts';
import { simulateTenant } from '../../../bench/drops/simulated.ts';
import { OVER_SCORE, SCALE } from '../../../src/history/drops/constants.ts';
import type { ColumnHistory } from '../../../src/history/drops/grid.ts';
import { judgeTenant } from '../../../src/history/drops/judge-tenant.ts';

describe('npm run drops', () => {
  it('replays what the product would have said', () => {
    const tenant = simulateTenant(500, 9, 40);
    const replay = newRule.replay(tenant);
    const start = tenant.series[0]?.start ?? 0;

    for (const day of [190, 250, 399, 544].map((age) => start + age)) {
      const columns = tenant.series.map((entry) => asKnown(entry, day));
      const verdicts = judgeTenant(columns, { sensitivity: SCALE, ignored: [] }).columns;
      const said = tenant.series.map((entry) => replay.judge(entry, day).score);

      const expected = columns.map((column, index) => {
        const score = verdicts.get(column)?.drop?.score;
        // A replay judges by any limit, so that what is over has no score at all.
        return said[index] === 0 && score !== undefined && score <= OVER_SCORE ? 0 : score;
      });
      expect(said.map(toText)).toEqual(expected.map(toText));
    }
  });

  it('simulates the same tenant for a seed, and another one for another', () => {
    const newestOf = (seed: number) => simulateTenant(50, seed, 5).series.map(({ values }) => values.at(-1));

    expect(newestOf(1)).toEqual(newestOf(1));
    expect(newestOf(2)).not.toEqual(newestOf(1));
  });
});

function asKnown({ report, name, start, values, provisional }: DailySeries, newest: number): ColumnHistory {
  const days = new Map(
    Array.from({ length: newest + 1 - start }, (_, age) => newest - age).flatMap((day) => {
      const value = (day === newest ? provisional : values)[day - start];
      return value === undefined ? [] : [[dayOf(day), value] as const];
    }),
  );
  return { report, column: name, days, newestDate: dayOf(newest) };
}

function toText(score: number | undefined): string {
  return score === undefined ? 'not judged' : score.toFixed(4);
}
