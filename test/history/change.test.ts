import { describe, expect, it } from 'vitest';
import { simulate } from '../../bench/drop-rules.ts';
import { toChange } from '../../src/history/change.ts';

const NEWEST = '2026-11-18';

describe('toChange', () => {
  it('compares the two newest dates with the medians of their weekdays', () => {
    const days = daily((age) => 100 + 10 * (age % 7), 80);
    days.set(NEWEST, 40);

    expect(toChange(days, NEWEST, 100)).toEqual({
      judged: { newest: 40 + 110, baseline: 100 + 110, date: NEWEST },
      silentDays: 0,
    });
  });

  it('takes the mean of the middle two of an even number of values', () => {
    const days = new Map([0, 7, 14, 21, 28, 1, 8, 15, 22, 29].map((age) => [dayBefore(age), age < 2 ? 500 : age * 10]));

    expect(toChange(days, NEWEST, 1).judged).toMatchObject({ baseline: (140 + 210) / 2 + (150 + 220) / 2 });
  });

  it('does not take a weekend for a drop', () => {
    const days = daily((age) => (isWeekend(age) ? 20 : 1000), 120);
    const sunday = dayBefore(
      Array.from({ length: 7 }, (_, age) => age).findIndex((age) => new Date(dayBefore(age)).getUTCDay() === 0),
    );

    const { judged, silentDays } = toChange(new Map([...days].filter(([day]) => day <= sunday)), sunday, 10);

    expect([judged && judged.newest / judged.baseline, silentDays]).toEqual([1, 0]);
  });

  it('judges nothing with fewer than four values of a weekday', () => {
    expect(
      toChange(
        daily(() => 500, 28),
        NEWEST,
        100,
      ).judged,
    ).toBeUndefined();
    expect(
      toChange(
        daily(() => 500, 30),
        NEWEST,
        100,
      ).judged,
    ).toMatchObject({ baseline: 1000 });
  });

  it('judges nothing below the minimum', () => {
    expect(
      toChange(
        daily(() => 99, 80),
        NEWEST,
        100,
      ),
    ).toEqual({ judged: undefined, silentDays: 0 });
    expect(
      toChange(
        daily(() => 100, 80),
        NEWEST,
        100,
      ).judged,
    ).toBeDefined();
  });

  it('looks past an empty newest date for the values, and counts it as silent', () => {
    const days = daily(() => 500, 80);
    days.delete(NEWEST);

    expect(toChange(days, NEWEST, 100)).toEqual({
      judged: { newest: 1000, baseline: 1000, date: dayBefore(1) },
      silentDays: 1,
    });
  });

  it('counts the silent days of an outage, and no weekend that is always silent', () => {
    const days = new Map([...daily(() => 500, 120)].filter((_, age) => !isWeekend(age) && age >= 10));
    const workdays = Array.from({ length: 10 }, (_, age) => age).filter((age) => !isWeekend(age)).length;

    expect(toChange(days, NEWEST, 100).silentDays).toBe(workdays);
  });

  it('has nothing to say of an empty past', () => {
    expect(toChange(new Map(), NEWEST, 100)).toEqual({ judged: undefined, silentDays: 0 });
  });
});

describe('an independent calculation', () => {
  it('agrees on a thousand random histories', () => {
    for (let seed = 1; seed <= 1000; seed += 1) {
      const random = randomFrom(seed);
      const gaps = random() * 0.6;
      const days = new Map(
        [...daily(() => Math.floor(random() * 300), 130)].filter(
          ([day]) => random() > gaps && (seed % 5 > 0 || day < dayBefore(9)),
        ),
      );
      expect([seed, toChange(days, NEWEST, 100)]).toEqual([seed, byDefinition(days)]);
    }
  });
});

/** The rules in the words of the documentation, on a table of all dates. */
function byDefinition(days: ReadonlyMap<string, number>) {
  const table = Array.from({ length: 56 }, (_, age) => {
    const past = [7, 14, 21, 28, 35, 42, 49, 56]
      .flatMap((weeks) => days.get(dayBefore(age + weeks)) ?? [])
      .sort((a, b) => a - b);
    const median = ((past[Math.ceil(past.length / 2) - 1] ?? 0) + (past[Math.floor(past.length / 2)] ?? 0)) / 2;
    return {
      date: dayBefore(age),
      value: days.get(dayBefore(age)),
      baseline: past.length >= 4 && median >= 100 ? median : undefined,
    };
  });
  const judged = table.filter(({ value, baseline }) => value !== undefined && baseline !== undefined).slice(0, 2);
  const [newer, older] = judged;
  const lastFilled = table.findIndex(({ value }) => value !== undefined);
  const since = lastFilled === -1 ? table : table.slice(0, lastFilled);
  return {
    judged:
      newer && older
        ? {
            newest: (newer.value ?? 0) + (older.value ?? 0),
            baseline: (newer.baseline ?? 0) + (older.baseline ?? 0),
            date: newer.date,
          }
        : undefined,
    silentDays: since.filter(({ baseline }) => baseline !== undefined).length,
  };
}

describe('a simulated year', () => {
  it('finds every drop to half in a large tenant, and hardly raises false alarms', () => {
    const { falseAlarms, judgedColumns, drops, missed } = simulate(
      { name: '', sizes: [1_000, 50_000], scatter: 0.1 },
      1,
      30,
    );

    expect({ judgedColumns, drops, missed }).toEqual({ judgedColumns: 30, drops: 30, missed: 0 });
    expect(falseAlarms / judgedColumns).toBeLessThan(0.5);
  });
});

/** Numbers between 0 and 1, the same for a seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 2 ** 31;
  };
}

/** A value for each of the days up to the newest one, by age. */
function daily(value: (age: number) => number, days: number): Map<string, number> {
  return new Map(Array.from({ length: days }, (_, age) => [dayBefore(age), value(age)]));
}

function isWeekend(age: number): boolean {
  return [0, 6].includes(new Date(dayBefore(age)).getUTCDay());
}

function dayBefore(age: number): string {
  return new Date(Date.parse(NEWEST) - age * 86_400_000).toISOString().slice(0, 10);
}
