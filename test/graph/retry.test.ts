import { describe, expect, it } from 'vitest';
import { MAX_TRIES, readRetryAfter, waitBefore } from '../../src/graph/retry.ts';

const now = new Date('2026-11-20T10:00:00Z');

describe('readRetryAfter', () => {
  it.each([
    ['120', 120_000],
    ['2.128', 2_128],
    [' 0 ', 0],
    ['Fri, 20 Nov 2026 10:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
    ['99999999', 99_999_999_000],
    ['soon', 0],
    ['', 0],
    [undefined, 0],
  ])('reads %o as %d ms', (header, ms) => {
    expect(readRetryAfter(header, now)).toBe(ms);
  });
});

describe('waitBefore', () => {
  it('doubles from try to try, to half a minute in all', () => {
    const waits = Array.from({ length: MAX_TRIES - 1 }, (_, index) => waitBefore(index + 1, 0));

    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000]);
  });

  it('never waits less than Graph asks for', () => {
    expect(waitBefore(1, 60_000)).toBe(60_000);
    expect(waitBefore(7, 1_000)).toBe(16_000);
  });
});
