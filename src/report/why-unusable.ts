import { counted } from '../errors/counted.ts';
import type { LeftOutRows } from './reading.ts';
import { IF_IT_STAYS, type RowCause } from './row-cause.ts';

/** Why no row of a file can be used, with what to do about it: what is wrong with most of them. */
export function whyUnusable(causes: readonly RowCause[]): string {
  const [usual] = byFrequency(Map.groupBy(causes, ({ kind }) => kind));
  const [sentence = ''] = usual === undefined ? [] : commonest(usual.map(({ text, advice }) => `${text}; ${advice}`));
  return causes.length === 1
    ? `the only row cannot be used: ${sentence}`
    : `none of the ${counted(causes.length, 'row')} can be used: ${sentence}`;
}

/** Rows that are left out of a file with others that are not: for each kind of cause how many, and why. */
export function toLeftOut(causes: readonly RowCause[], repeated: number): readonly LeftOutRows[] {
  const kinds = byFrequency(Map.groupBy(causes, ({ kind }) => kind)).map((all): LeftOutRows => {
    const advised = all.map(({ kind, text, advice }) => `${text}; ${kind === 'future' ? advice : IF_IT_STAYS}`);
    return { rows: all.length, why: commonest(advised)[0] ?? '' };
  });
  return repeated === 0 ? kinds : [...kinds, { rows: repeated, why: REPEATED }];
}

const REPEATED = `another row is of the same date, and the larger number of each column is kept; ${IF_IT_STAYS}`;

function commonest(texts: readonly string[]): readonly string[] {
  return byFrequency(Map.groupBy(texts, (text) => text)).flatMap(([text]) => text ?? []);
}

/** Whatever the order: of what is equally common, the first by its letters. */
function byFrequency<T>(groups: ReadonlyMap<string, readonly T[]>): readonly (readonly T[])[] {
  return [...groups]
    .toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
    .map(([, all]) => all);
}
