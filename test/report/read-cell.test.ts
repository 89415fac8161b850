import { describe, expect, it } from 'vitest';
import { readCell } from '../../src/report/read-cell.ts';

describe('readCell', () => {
  it.each([
    ['number', '0', 0],
    ['number', '1234', 1234],
    ['number', '26.8', 26.8],
    ['number', '9007199254740992', 2 ** 53],
    ['minutes', '90', 5400],
    ['duration', 'PT0S', 0],
    ['duration', 'PT1H2M3S', 3723],
    ['duration', 'P1DT1.5S', 86_401.5],
    ['duration', '01:02:03', 3723],
    ['duration', '125:00:00', 450_000],
  ] as const)('reads the %s "%s" as %d', (format, cell, value) => {
    expect(readCell(format, cell)).toBe(value);
  });

  it.each([
    ['number', '-1'],
    ['number', '1e3'],
    ['number', '1,000'],
    ['number', 'NaN'],
    ['number', 'Infinity'],
    ['number', '0x10'],
    ['number', '9'.repeat(400)],
    ['number', '9223372036854775808'],
    ['minutes', 'ten'],
    ['duration', 'P'],
    ['duration', 'PT'],
    ['duration', '12'],
  ] as const)('does not take the %s "%s" for a number', (format, cell) => {
    expect(readCell(format, cell)).toBeUndefined();
  });
});
