import { describe, expect, it } from 'vitest';
import { alarmingFall, toHabit } from '../../../src/history/drops/alarming.ts';

const repeat = (number: number, value: number) => Array<number>(number).fill(value);

describe('the habit of a column', () => {
  it('is five standard deviations of its windows, ten windows of a quarter being assumed', () => {
    const past = [...repeat(40, 0.1), ...repeat(40, -0.1)];

    expect(toHabit(past, 1).scatter).toBeCloseTo(5 * Math.sqrt((10 * 0.25 ** 2 + 80 * 0.14826 ** 2) / 90), 10);
    expect(toHabit(past, 5).scatter).toBeCloseTo(5 * Math.sqrt((2 * 0.25 ** 2 + 80 * 0.14826 ** 2) / 90), 10);
  });

  it('is what is assumed of any column while there are fewer than five windows', () => {
    expect(toHabit(repeat(4, -0.3), 1)).toEqual({ scatter: 5 * 0.25, bad: 0 });
  });

  it('is twice the fall of one window in twenty', () => {
    expect(toHabit([...repeat(75, 0), ...repeat(5, -0.4)], 1).bad).toBe(0.8);
    expect(toHabit([...repeat(77, 0), ...repeat(3, -0.4)], 1).bad).toBeCloseTo(0, 10);
  });

  it('leaves out windows that were drops themselves, and knows no bad ones where all rose', () => {
    expect(toHabit([...repeat(75, 0), ...repeat(5, -0.6)], 1).bad).toBe(0);
    expect(toHabit(repeat(80, 0.1), 1).bad).toBe(0);
  });
});

describe('an alarming fall', () => {
  it('is one to 60 % at least, however steady the column is', () => {
    expect(alarmingFall({ scatter: 0.1, bad: 0.1 }, 1e6)).toBeCloseTo(Math.log(1 / 0.6), 10);
  });

  it('is as deep as the habit of the column asks for', () => {
    expect(alarmingFall({ scatter: 0.8, bad: 0.7 }, 1e6)).toBe(0.8);
    expect(alarmingFall({ scatter: 0.8, bad: 0.9 }, 1e6)).toBe(0.9);
  });

  it('is deeper for small counts, which fall by chance', () => {
    expect(alarmingFall({ scatter: 0.8, bad: 0.9 }, 25)).toBe(8 / 5);
  });
});
