import { describe, expect, it } from 'vitest';
import { SCALE } from '../../../src/history/drops/constants.ts';
import type { ColumnHistory } from '../../../src/history/drops/grid.ts';
import { type ColumnVerdict, judgeTenant } from '../../../src/history/drops/judge-tenant.ts';
import { addDays } from '../../../src/report/dates.ts';
import { isWeekend, NEWEST, toColumn, toPeers } from './column.ts';

/** So that a score of 1 is the alarming fall itself. */
const options = { sensitivity: SCALE, ignored: [] };

/** The alarming fall of a column that does not scatter. */
const STEADY = Math.log(1 / 0.6);

describe('a drop', () => {
  it('is the fall of the newest date by the alarming one, where that is the worst', () => {
    const { drop } = judge(toColumn('', falling([200])));

    expect(drop?.score).toBeCloseTo(Math.log(1001 / 251) / STEADY, 10);
    expect(drop?.low).toBeCloseTo(1001 * 0.6 - 1, 10);
    expect(drop).toMatchObject({ observed: 250, expected: 1000, dates: 1, date: NEWEST });
  });

  it('is that of several dates together, where small counts tell little on each of them', () => {
    const { drop } = judge(toColumn('', falling([0, 0, 0, 0, 0], 10)));

    expect(drop?.score).toBeCloseTo(Math.log(51) / (8 / Math.sqrt(50)), 10);
    expect(drop).toMatchObject({
      observed: 0,
      expected: 50,
      dates: 5,
      low: Math.max(0, 51 * Math.exp(-8 / Math.sqrt(50)) - 1),
    });
  });

  it('is looked for without the newest date as well', () => {
    const { drop } = judge(toColumn('', falling([600, 100, 100])));

    expect(drop?.score).toBeCloseTo(Math.log(2001 / 201) / STEADY, 10);
    expect(drop).toMatchObject({ observed: 200, expected: 2000, dates: 2, date: addDays(NEWEST, -1) });
  });

  it('is not reported for what is too small', () => {
    expect(judge(toColumn('', falling([0, 0, 0, 0, 0, 0], 3.1))).drop).toBeUndefined();
    expect(judge(toColumn('', falling([0, 0, 0, 0, 0, 0], 3.3))).drop).toBeDefined();
  });

  it('is not reported for a column with fewer than four weeks of history', () => {
    expect(judge(toColumn('', falling([0]), 28)).drop).toBeUndefined();
    expect(judge(toColumn('', falling([0]), 29)).drop).toBeDefined();
  });

  it('takes no weekend for a drop, and lets a Friday count until Monday', () => {
    const sunday = addDays(NEWEST, -3);
    const office = toColumn('', (age) => (isWeekend(age) ? 50 : age === 5 ? 100 : 1000));
    const days = new Map([...office.days].filter(([date]) => date <= sunday));

    expect(judge({ ...office, days, newestDate: sunday }).drop).toMatchObject({
      observed: 100,
      date: addDays(NEWEST, -5),
    });
    expect(judge(toColumn('', (age) => (isWeekend(age) ? 50 : 1000))).drop?.score).toBeCloseTo(-0.02, 1);
  });

  it('lies no further back than fifteen days', () => {
    const dropOf = (silent: number) =>
      judge(
        toColumn('', (age) => (age === silent ? 100 : 1000)),
        ...lowFor(silent),
      ).drop;

    expect(dropOf(15)).toMatchObject({ date: addDays(NEWEST, -15), observed: 100 });
    expect(dropOf(16)).toBeUndefined();
  });
});

describe('the first date of a drop', () => {
  const sinceOf = (newest: readonly number[]) => judge(toColumn('', falling(newest))).drop?.since;

  it('is that of the dates in a row below four fifths of usual, also before the dates that are judged', () => {
    expect(sinceOf([200])).toBe(NEWEST);
    expect(sinceOf([200, 300, 200, 300, 200, 300, 200])).toBe(addDays(NEWEST, -6));
    expect(sinceOf([100, 100, 100, 1000, 100])).toBe(addDays(NEWEST, -2));
  });

  it('is no date on which the column was still at usual', () => {
    expect(judge(toColumn('', falling([0, 0, 9], 10))).drop).toMatchObject({ since: addDays(NEWEST, -1) });
  });
});

describe('the level', () => {
  it('is how the column ran on its last ten dates', () => {
    const { drop } = judge(toColumn('', (age) => (age === 0 ? 240 : age <= 10 ? 1200 : 1000)));

    expect(drop?.expected).toBeCloseTo((1000 * 1201) / 1001, 8);
  });

  it('is a quarter at most, so that a fast fall stays visible', () => {
    const { drop } = judge(toColumn('', (age) => (age === 0 ? 80 : age <= 10 ? 500 : 1000)));

    expect(drop?.expected).toBeCloseTo(1000 * Math.exp(-0.25), 8);
  });
});

describe('the level of a young column', () => {
  it('is how it ran on five dates at least', () => {
    const expectedOf = (days: number) =>
      judge(toColumn('', (age) => (age === 0 ? 240 : age <= 5 ? 1200 : 1000), 28 + days)).drop?.expected;

    expect(expectedOf(5)).toBeCloseTo(1000, 8);
    expect(expectedOf(6)).toBeCloseTo((1000 * 1201) / 1001, 8);
  });
});

describe('the newest date', () => {
  it('is taken to be as complete as those of the other columns', () => {
    expect(judge(toColumn('', falling([225])), ...toPeers([900])).drop).toMatchObject({
      observed: 250,
      expected: 1000,
    });
  });

  it('is taken to be 80 % complete at least, and 100 % at most', () => {
    expect(judge(toColumn('', falling([200])), ...toPeers([1500])).drop).toMatchObject({
      observed: 200,
      expected: 1000,
    });
    const besideLow = judge(toColumn('', falling([200])), ...toPeers([700])).drop;
    expect([besideLow?.observed, besideLow?.expected.toFixed(6)]).toEqual([250, '875.000000']);
  });

  it('is distinguished from the complete ones of other reports', () => {
    const late = toPeers([1000, 900]).map((column) => ({ ...column, newestDate: addDays(NEWEST, -1) }));

    expect(judge(toColumn('', falling([200, 900])), ...late).drop).toMatchObject({ observed: 250, expected: 1000 });
  });
});

describe('a holiday', () => {
  it('of the whole tenant is not judged, and the tenant tells of it', () => {
    const column = toColumn('', falling([50]));
    const { columns, activity } = judgeTenant([column, ...toPeers([50])], options);

    expect(activity).toEqual({ ratio: 0.05, date: NEWEST });
    expect(columns.get(column)?.drop).toMatchObject({ date: addDays(NEWEST, -1), observed: 1000 });
  });

  it('is not learnt from', () => {
    const everyWeek = (age: number) => (age > 0 && age <= 28 && age % 7 === 0 ? 50 : undefined);
    const columns = Array.from({ length: 6 }, (_, index) => toColumn(`${index}`, (age) => everyWeek(age) ?? 1000));

    expect([...judgeTenant(columns, options).columns.values()].map(({ drop }) => drop?.expected)).toEqual(
      Array(6).fill(1000),
    );
  });

  it('of one column among others is a drop', () => {
    expect(judge(toColumn('', falling([50])), ...toPeers([1000])).drop?.score).toBeGreaterThan(1);
  });

  it('lowers what is expected where the tenant does a little less', () => {
    const { drop } = judge(toColumn('', falling([1000, 300])), ...toPeers([1000, 700]));

    expect(drop).toMatchObject({ score: 0.99, observed: 300, expected: 700 });
  });

  it('is known by five columns at least', () => {
    const of = (number: number) => judgeTenant(toPeers([50], 1000, number), options).activity;

    expect([of(4), of(5)]).toEqual([undefined, { ratio: 0.05, date: NEWEST }]);
  });

  it('that newer dates follow is known by five columns at least', () => {
    const scoreOf = (number: number) => {
      const [peer, ...others] = toPeers([1000, 50], 1000, number);
      return peer && judge(peer, ...others).drop?.score;
    };

    expect(scoreOf(4)).toBe(0.99);
    expect(scoreOf(5)).toBeCloseTo(0, 10);
  });

  it('is known by columns that have five a day at least', () => {
    const of = (usual: number) => judgeTenant(toPeers([0], usual, 9), options).activity?.date;

    expect([of(4.9), of(5)]).toEqual([undefined, NEWEST]);
  });
});

describe('what is over', () => {
  it('has a score below 1 as soon as the newest date is at four fifths of usual', () => {
    const scoreOf = (newest: number) => judge(toColumn('', falling([newest, 100, 100, 100]))).drop?.score;

    expect(scoreOf(0.8 * 801)).toBe(0.99);
    expect(scoreOf(0.8 * 799)).toBeGreaterThan(2);
  });

  it('is back at its own level, where it ran above what is usual', () => {
    const scoreOf = (newest: number) =>
      judge(toColumn('', (age) => (age === 0 ? newest : age <= 2 ? 100 : age <= 20 ? 1200 : 1000))).drop?.score;

    expect(scoreOf(0.8 * 980)).toBe(0.99);
    expect(scoreOf(0.8 * 850)).toBeGreaterThan(4);
  });
});

describe('the scatter of a column', () => {
  it('is measured against its level, so that one that grows or shrinks steadily does not scatter', () => {
    for (const aWeek of [-0.04, 0.04]) {
      const { drop } = judge(toColumn('', (age) => (age === 0 ? 300 : 1000 * Math.exp((age / 7) * aWeek))));
      const { observed = 0, expected = 0, score } = drop ?? {};

      expect(score).toBeCloseTo(Math.log((expected + 1) / (observed + 1)) / STEADY, 10);
    }
  });

  it('is measured before the dates that are judged', () => {
    const { drop } = judge(toColumn('', (age) => (age < 2 ? 500 : 1000), 35));

    expect(drop).toMatchObject({ observed: 500, expected: 1000, dates: 1, date: addDays(NEWEST, -1) });
  });
});

describe('an empty cell', () => {
  it('alone is not judged', () => {
    expect(judge(toColumn('', falling([300, undefined])))).toMatchObject({
      drop: { date: NEWEST, observed: 375, expected: 1000, dates: 1 },
      daysWithoutData: 0,
    });
    expect(judge(toColumn('', falling([undefined])))).toMatchObject({
      drop: { date: addDays(NEWEST, -1), observed: 1000 },
      daysWithoutData: 1,
    });
  });

  it('counts as 0 beside another one', () => {
    const { drop, daysWithoutData } = judge(toColumn('', falling([undefined, undefined])));

    expect(drop?.score).toBeCloseTo(Math.log(2001) / STEADY, 10);
    expect({ ...drop, daysWithoutData }).toMatchObject({ observed: 0, expected: 2000, daysWithoutData: 2 });
  });
});

describe('days without data', () => {
  it('are the main dates since the last filled cell, weekends of an office left out', () => {
    const office = toColumn('', (age) => (age < 7 ? undefined : isWeekend(age) ? 50 : 1000));

    expect(judge(office).daysWithoutData).toBe(5);
    expect(judge(toColumn('', (age) => (age < 20 ? undefined : 1000))).daysWithoutData).toBe(20);
  });

  it('leave out those on which the tenant is low', () => {
    expect(judge(toColumn('', falling([undefined, undefined])), ...toPeers([1000, 50])).daysWithoutData).toBe(1);
  });

  it('end when the column has no usual value any more', () => {
    expect(judge(toColumn('', (age) => (age < 120 ? undefined : 1000))).daysWithoutData).toBe(0);
  });
});

describe('the trend', () => {
  const steady = toPeers([]);
  const trendOf = (column: ColumnHistory, peers = steady) =>
    judgeTenant([...peers, column], options).columns.get(column)?.trend;
  const since = (days: number, now: number, before: number) => (age: number) => (age < days ? now : before);

  it('is four weeks by the four before', () => {
    expect(trendOf(toColumn('', since(28, 1200, 1000)))).toBeCloseTo(1.2, 10);
    expect(trendOf(toColumn('', since(14, 1200, 1000)))).toBeCloseTo(1.1, 10);
  });

  it('is relative to half of all columns of the tenant', () => {
    const growing = Array.from({ length: 5 }, (_, index) => toColumn(`peer ${index}`, since(28, 2000, 1000)));

    expect(trendOf(toColumn('', since(28, 1000, 1000)), growing)).toBeCloseTo(0.5, 10);
    expect(trendOf(toColumn('', since(28, 1000, 1000)), growing.slice(1))).toBeCloseTo(0.5, 10);
    expect(trendOf(toColumn('', since(28, 1000, 1000)), growing.slice(2))).toBeCloseTo(1, 10);
  });

  it('is not given beside a tenant that does nothing any more', () => {
    const ended = Array.from({ length: 5 }, (_, index) => toColumn(`peer ${index}`, since(28, 0, 1000)));

    expect(trendOf(toColumn('', since(28, 1000, 1000)), ended)).toBeNaN();
  });

  it('is not given for fewer than eight weeks, nor for what was nothing before', () => {
    expect(trendOf(toColumn('', () => 1000, 55))).toBeNaN();
    expect(trendOf(toColumn('', () => 1000, 56))).toBe(1);
    expect(trendOf(toColumn('', since(28, 1000, 0)))).toBeNaN();
  });
});

describe('what an operator sets', () => {
  it('multiplies the score, and the least usual value follows', () => {
    const column = toColumn('', falling([200]));
    const at = (sensitivity: number) => judgeTenant([column], { sensitivity, ignored: [] }).columns.get(column)?.drop;

    expect((at(2)?.score ?? 0) / (at(1)?.score ?? 0)).toBeCloseTo(2, 10);
    for (const sensitivity of [0.5, 1, 2]) {
      const drop = at(sensitivity);
      expect(Math.log(1001 / ((drop?.low ?? 0) + 1)) * (drop?.score ?? 0)).toBeCloseTo(Math.log(1001 / 251), 10);
    }
  });

  it('leaves a report, or a column of it, unjudged and out of what the tenant does', () => {
    const columns = [...toPeers([50], 1000, 5), { ...toColumn('other', falling([50])), report: 'other' }];
    const judged = (ignored: readonly string[]) => {
      const { columns: verdicts, activity } = judgeTenant(columns, { sensitivity: 1, ignored });
      return [[...verdicts].flatMap(([{ column }, { drop }]) => (drop ? [column] : [])), activity?.ratio];
    };

    expect(judged(['report'])).toEqual([['other'], undefined]);
    expect(judged(['report/peer 0', 'report/peer 2', 'other'])).toEqual([['peer 1', 'peer 3', 'peer 4'], undefined]);
  });
});

describe('a tenant without columns', () => {
  it('has nothing to tell', () => {
    expect(judgeTenant([], options)).toEqual({ activity: undefined, columns: new Map() });
    expect(judge(toColumn('', () => undefined))).toEqual({
      drop: undefined,
      hasEnded: false,
      daysWithoutData: 0,
      trend: Number.NaN,
    });
  });
});

/** The newest values, newest first; on all days before, the usual one. */
function falling(newest: readonly (number | undefined)[], usual = 1000): (age: number) => number | undefined {
  return (age) => (age < newest.length ? newest[age] : usual);
}

/** A tenant that is low on all of so many newest dates. */
function lowFor(days: number): readonly ColumnHistory[] {
  return toPeers(Array<number>(days).fill(50));
}

function judge(column: ColumnHistory, ...others: readonly ColumnHistory[]): ColumnVerdict {
  const verdict = judgeTenant([column, ...others], options).columns.get(column);
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}
