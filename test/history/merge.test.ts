import { describe, expect, it } from 'vitest';
import { mergeIntoPart } from '../../src/history/merge.ts';
import { byYear, EMPTY_PART } from '../../src/history/part.ts';
import type { Part, Precedence } from '../../src/history/part-schema.ts';
import { toSeries } from '../../src/history/window.ts';
import type { DatedValue } from '../../src/report/reading.ts';
import { reportNamed } from '../support/reports.ts';

const groups = reportNamed('getOffice365GroupsActivityGroupCounts');
const monday: Precedence = { refreshedOn: '2026-11-16', pulledAt: '2026-11-18T10:00:00.000Z' };
const tuesday: Precedence = { refreshedOn: '2026-11-17', pulledAt: '2026-11-19T10:00:00.000Z' };

describe('mergeIntoPart', () => {
  it('replaces a value by that of a later reading', () => {
    const part = merge([monday, { '2026-11-15': 5 }], [tuesday, { '2026-11-15': 6 }]);

    expect(daysOf(part)).toEqual({ '2026-11-15': 6 });
  });

  it('lets an older file, pulled later, only fill gaps', () => {
    const late = { ...monday, pulledAt: '2026-11-20T10:00:00.000Z' };

    const part = merge([tuesday, { '2026-11-15': 6 }], [late, { '2026-11-14': 4, '2026-11-15': 5 }]);

    expect(daysOf(part)).toEqual({ '2026-11-14': 4, '2026-11-15': 6 });
  });

  it('takes the later pull of two readings with one refresh date', () => {
    const again = { ...monday, pulledAt: '2026-11-19T10:00:00.000Z' };

    expect(daysOf(merge([monday, { '2026-11-15': 5 }], [again, { '2026-11-15': 3 }]))).toEqual({ '2026-11-15': 3 });
  });

  it('keeps what a later reading leaves out', () => {
    const part = merge([monday, { '2026-11-14': 4, '2026-11-15': 5 }], [tuesday, { '2026-11-16': 7 }]);

    expect(daysOf(part)).toEqual({ '2026-11-14': 4, '2026-11-15': 5, '2026-11-16': 7 });
  });

  it('ends alike in every order of merges', () => {
    const tie = { ...monday };
    const readings: readonly Merge[] = [
      [monday, { '2026-11-11': 1, '2026-11-13': 1, '2026-11-14': 2 }],
      [tuesday, { '2026-11-14': 3, '2026-11-15': 4 }],
      [
        { ...monday, pulledAt: '2026-11-20T10:00:00.000Z' },
        { '2026-11-12': 8, '2026-11-13': 9, '2026-11-15': 10 },
      ],
      [tie, { '2026-11-11': 11, '2026-11-13': 5 }],
    ];
    const expected = { '2026-11-11': 11, '2026-11-12': 8, '2026-11-13': 9, '2026-11-14': 3, '2026-11-15': 4 };

    for (const order of permutations(readings)) expect(daysOf(merge(...order))).toEqual(expected);
  });

  it('forgets the readings that no value comes from any more', () => {
    const part = merge([monday, { '2026-11-15': 5 }], [tuesday, { '2026-11-15': 6 }]);

    expect(part.readings).toEqual([tuesday]);
  });

  it('keeps columns, items and periods apart', () => {
    const keys = [
      { column: 'Total', item: '' },
      { column: 'Total', item: 'Team' },
      { column: 'Active', item: '' },
      { column: 'Total', item: '', period: 7 },
      { column: 'Total', item: '', period: 30 },
    ];
    const values = keys.map((key, value) => ({ ...key, date: '2026-11-15', value }));

    const series = toSeries(groups, [mergeIntoPart(EMPTY_PART, monday, values)]);

    expect(series.map(({ days, ...key }) => ({ ...key, value: days.get('2026-11-15') }))).toEqual(
      keys.map((key, value) => ({ ...key, value })),
    );
  });

  it('keeps series apart whose names run into each other', () => {
    const keys = [
      { column: 'Total', item: 'Team\nOther' },
      { column: 'Other\nTotal', item: 'Team' },
      { column: 'Total\nTeam', item: 'Other' },
    ];
    const values = keys.map((key, value) => ({ ...key, date: '2026-11-15', value }));

    expect(mergeIntoPart(EMPTY_PART, monday, values).series).toHaveLength(3);
  });

  it('keeps the ETag of the highest reading, and fields that a newer release added', () => {
    const responseOf = (precedence: Precedence, etag: string) => ({
      url: 'https://graph/x',
      entry: 'e',
      etag,
      ...precedence,
    });
    const newer: Part & { readonly added: string } = { ...EMPTY_PART, added: 'by a newer release' };

    const part = mergeIntoPart(
      mergeIntoPart(newer, tuesday, [], responseOf(tuesday, 'new')),
      monday,
      [],
      responseOf(monday, 'old'),
    );

    expect(part.answers['https://graph/x']).toEqual({ entry: 'e', etag: 'new', ...tuesday });
    expect(part).toHaveProperty('added', 'by a newer release');
  });
});

describe('byYear', () => {
  it('parts values at New Year, oldest year first', () => {
    const years = byYear([value('2026-01-01', 2), value('2025-12-31', 1)]);

    expect(years).toEqual([
      [2025, [value('2025-12-31', 1)]],
      [2026, [value('2026-01-01', 2)]],
    ]);
  });
});

type Merge = readonly [Precedence, Readonly<Record<string, number>>];

function merge(...readings: readonly Merge[]): Part {
  return readings.reduce<Part>(
    (part, [precedence, days]) =>
      mergeIntoPart(
        part,
        precedence,
        Object.entries(days).map(([date, number]) => value(date, number)),
      ),
    EMPTY_PART,
  );
}

function value(date: string, number: number): DatedValue {
  return { column: 'Total', item: '', date, value: number };
}

function daysOf(part: Part): Record<string, number> {
  return Object.fromEntries(toSeries(groups, [part]).flatMap(({ days }) => [...days]));
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
