import { describe, expect, it } from 'vitest';
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
