import { expect, it } from 'vitest';
import { alarmsOn, DROP } from '../support/alarms.ts';
import { openSample } from '../support/sample.ts';

const week = openSample();

it.each([
  ['a Monday', '2026-11-23'],
  ['a Tuesday', '2026-11-24'],
  ['a Wednesday', '2026-11-25'],
  ['a Thursday', '2026-11-26'],
  ['a Friday', '2026-11-27'],
  ['a Saturday', '2026-11-28'],
  ['a Sunday', '2026-11-29'],
])("the sample tenant's drop, and nothing else, is found on %s", (_, date) => {
  expect(alarmsOn(date, week)).toEqual([DROP]);
});

it.each([
  ['the day after Christmas', '2026-12-27'],
  ['the second day of a year', '2027-01-02'],
  ['two days after a holiday', '2027-05-03'],
  ['a leap day', '2028-02-29'],
])("the sample tenant's drop, and nothing else, is found on %s, anew", (_, date) => {
  expect(alarmsOn(date)).toEqual([DROP]);
});
