import fc from 'fast-check';

const ODD_CELLS = [
  '',
  ' ',
  '-1',
  '-0',
  '+5',
  '0',
  '0.0',
  '26.8',
  '1e3',
  '1e999',
  'NaN',
  'Infinity',
  '9007199254740993',
  '9'.repeat(19),
  '9'.repeat(308),
  '9'.repeat(400),
  '00012',
  '0x10',
  '1,000',
  '1.000,5',
  '1\u00A0000',
  '５',
  '٣',
  'null',
  'true',
  '30',
  '7',
  'All',
  'PT',
  'PT1H2M3.5S',
  '125:00:00',
  '1.00:00:00',
  '41.02:03:04.5000000',
  '-02:03:04',
  'P1.5D',
  '-PT5M',
  '1.234E+12',
  '1e-400',
  'n/a',
  '"',
  '""',
  'a"b',
  'a,b',
  'a\nb',
  'a\r\nb',
  '\\',
  '=1+1',
  '\u0000',
  'a\u0000b',
  '\uFEFF5',
  '\u2028',
  '\u{1F600}',
  '\uD800',
  '\uDFFF',
  'a\uD801',
  '__proto__',
];

/** Text where a number, an item or a date is expected. */
export const oddCell: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ODD_CELLS) },
  { weight: 2, arbitrary: fc.nat().map(String) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.integer({ min: 50, max: 3000 }).map((length) => 'x'.repeat(length)) },
);

const ODD_DATES = [
  '',
  '2026-02-30',
  '2024-02-29',
  '2025-12-31',
  '2026-01-01',
  '2026-11-01T00:00:00Z',
  '2026-11-01 10:00',
  '2026-11-01Tuesday',
  '2026-1-1',
  '18/11/2026',
  '2026-11-22',
  '1969-12-31',
  '1970-01-01',
  '0001-01-01',
  '0000-01-01',
  '2099-01-01',
  '9999-12-31',
  '+010000-01-01',
  'yesterday',
];

export const oddDate: fc.Arbitrary<string> = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...ODD_DATES) },
  { weight: 1, arbitrary: oddCell },
);

/**
 * Names of columns that no report has, some of which look like others. None ends in a backslash: `JSON.parse` of V8 13.6,
 * once it has seen the key `"a\\"`, takes `"a\ud800"` for it.
 */
export const oddName: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...['', ' ', 'Dormant', 'dor mant', 'Dormant 2', 'Zufriedenheit (‰)', '新しい', '#', '%', '\u0000', 'a\uD800'],
      ...['__proto__', 'constructor', 'a\nb', 'a"b', '@odata.type', 'id', 'All', 'Report Refresh Date'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: 50, max: 3000 }).map((length) => 'n'.repeat(length)) },
);
