import { describe, expect, it } from 'vitest';
import { FIRST_WAIT_MS, MAX_TRIES } from '../../src/graph/retry.ts';
import { readRetryAfter, waitBefore } from '../../src/system/retry-after.ts';

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
  it('doubles from try to try, for Graph to half a minute in all', () => {
    const waits = Array.from({ length: MAX_TRIES - 1 }, (_, index) => waitBefore(index + 1, FIRST_WAIT_MS, 0));

    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000]);
  });

  it('is never shorter than Retry-After', () => {
    expect(waitBefore(1, 250, 60_000)).toBe(60_000);
    expect(waitBefore(7, 250, 1_000)).toBe(16_000);
  });
});
