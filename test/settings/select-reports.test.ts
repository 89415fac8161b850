import { describe, expect, it } from 'vitest';
import { reports as known } from '../../src/catalogue/index.ts';
import type { Report } from '../../src/catalogue/types.ts';
import { selectReports } from '../../src/settings/select-reports.ts';

const [first, second, third] = known;
if (first === undefined || second === undefined || third === undefined) throw new Error('the catalogue is too small');
const report = (
  base: Report,
  name: Report['name'],
  product: Report['product'],
  versions: Report['versions'],
): Report => ({
  ...base,
  name,
  product,
  versions,
});
const catalogue = [
  report(first, 'getA', 'skype', ['v1.0', 'beta']),
  report(second, 'getB', 'groups', ['v1.0', 'beta']),
  report(third, 'getC', 'groups', ['beta']),
];

describe('selectReports', () => {
  it.each([
    ['all', ['getA', 'getB']],
    ['all+beta', ['getA', 'getB', 'getC']],
    ['groups', ['getB', 'getC']],
    ['getC,getA', ['getA', 'getC']],
    ['all,-skype', ['getB']],
    ['-skype', ['getB']],
    ['all+beta,-groups,getC', ['getA', 'getC']],
    ['all,all', ['getA', 'getB']],
  ])('"%s" selects %j', (words, names) => {
    const { reports, unknown } = selectReports(words.split(','), catalogue);

    expect(reports.map(({ name }) => name)).toEqual(names);
    expect(unknown).toEqual([]);
  });

  it('suggests what an unknown word comes near, and nothing where nothing does', () => {
    expect(selectReports(['Groups', '-getX', 'xylophone'], catalogue).unknown).toEqual([
      { word: 'Groups', near: ['groups'] },
      { word: 'getX', near: ['getA', 'getB', 'getC'] },
      { word: 'xylophone', near: [] },
    ]);
  });
});
