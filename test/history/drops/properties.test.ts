import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTenant } from '../../../src/history/drops/judge-tenant.ts';
import { toColumn, toPeers } from './column.ts';

const options = { sensitivity: 1, ignored: [] };
const RUNS = { numRuns: 20, seed: 1, endOnFailure: true };

/** Values of a column by age, with empty cells and zeros. */
const values = fc.array(
  fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 400, max: 900 }) },
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
  { minLength: 60, maxLength: 100 },
);
const tenants = fc.array(values, { minLength: 1, maxLength: 7 });

function toColumns(tenant: readonly (readonly (number | undefined)[])[], factor = 1) {
  return tenant.map((own, index) => toColumn(`column ${index}`, (age) => own[age] && own[age] * factor, own.length));
}

describe('whatever a tenant shows', () => {
  it('the order of its columns changes nothing', () => {
    fc.assert(
      fc.property(tenants, (tenant) => {
        const columns = toColumns(tenant);
        const verdicts = judgeTenant(columns, options);
        const reversed = judgeTenant(columns.toReversed(), options);

        expect(reversed.activity).toEqual(verdicts.activity);
        for (const column of columns) expect(reversed.columns.get(column)).toEqual(verdicts.columns.get(column));
      }),
      RUNS,
    );
  });

  it('large columns that are larger by a factor have the same score, and values larger by that factor', () => {
    fc.assert(
      fc.property(tenants, (tenant) => {
        const large = [...judgeTenant(toColumns(tenant, 1e6), options).columns.values()];
        const larger = [...judgeTenant(toColumns(tenant, 1e9), options).columns.values()];

        for (const [index, { drop }] of large.entries()) {
          const other = larger[index]?.drop;
          if (drop === undefined || drop.observed === 0 || other === undefined || other.observed === 0) continue;
          expect(other.score).toBeCloseTo(drop.score, 3);
          expect(other.expected / drop.expected).toBeCloseTo(1000, 3);
        }
      }),
      RUNS,
    );
  });

  it('columns that do as they always do, and have no usage of note, change nothing for the others', () => {
    fc.assert(
      fc.property(tenants, (tenant) => {
        const columns = toColumns(tenant);
        const alone = judgeTenant(columns, options);
        const beside = judgeTenant([...columns, ...toPeers([], 2, 9)], options);

        for (const column of columns) expect(beside.columns.get(column)).toEqual(alone.columns.get(column));
      }),
      RUNS,
    );
  });

  it('a constant column never drops, whatever the others do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.array(values, { maxLength: 4 }), (size, others) => {
        const constant = toColumn('constant', () => size);

        const drop = judgeTenant([constant, ...toColumns(others)], options).columns.get(constant)?.drop;
        expect(drop?.score ?? 0).toBeLessThan(0.1);
      }),
      RUNS,
    );
  });

  it('less on the newest date never makes for a lower score of that date', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 399 }), (own, fallen) => {
        const scoreOf = (newest: number) => {
          const column = toColumn('', (age) => (age === 0 ? newest : own[age]), own.length);
          return judgeTenant([column], options).columns.get(column)?.drop?.score ?? Number.NEGATIVE_INFINITY;
        };

        expect(scoreOf(fallen)).toBeGreaterThanOrEqual(scoreOf(fallen + 1) - 1e-9);
      }),
      RUNS,
    );
  });
});
