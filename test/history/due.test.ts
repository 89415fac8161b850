import { expect, it } from 'vitest';
import { isDue } from '../../src/history/due.ts';
import { EMPTY_STATUS } from '../../src/history/status.ts';

const now = new Date('2026-11-20T10:10:00Z');

it.each([
  ['never pulled', undefined, true],
  ['pulled an hour ago', '2026-11-20T09:10:00Z', false],
  ['pulled 23 hours and 29 minutes ago', '2026-11-19T10:41:00Z', false],
  ['pulled 23 hours and 30 minutes ago', '2026-11-19T10:40:00Z', true],
  ['pulled a minute from now, by a clock that is a little ahead', '2026-11-20T10:11:00Z', false],
  ['pulled tomorrow, by a clock that was wrong', '2026-11-21T10:10:00Z', true],
])('a report %s: due %s', (_, lastSuccessAt, due) => {
  expect(isDue({ ...EMPTY_STATUS, ...(lastSuccessAt && { lastSuccessAt }) }, 24, now)).toBe(due);
});
