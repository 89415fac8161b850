import leven from 'leven';
import type { Report } from '../catalogue/types.ts';

export interface Selection {
  /** In the catalogue's order, each once. */
  readonly reports: readonly Report[];
  readonly unknown: readonly UnknownWord[];
}

/** A word that means nothing, and what it comes closest to. */
export interface UnknownWord {
  readonly word: string;
  readonly near: readonly string[];
}

/** The share of a word's letters that may be wrong for a suggestion still to be helpful. */
const MAX_WRONG = 1 / 3;
const MAX_SUGGESTIONS = 3;

/**
 * The reports that a list of Graph functions, products, `all` (every v1.0 report) and `all+beta` names; a leading `-`
 * takes away. A list of exclusions alone starts from `all`.
 */
export function selectReports(words: readonly string[], catalogue: readonly Report[]): Selection {
  const names = [...new Set(['all', 'all+beta', ...catalogue.flatMap(({ product, name }) => [product, name])])];
  const bare = words.map((word) => word.replace(/^-/, ''));
  const selected = new Set<Report>();
  for (const word of words.every((entry) => entry.startsWith('-')) ? ['all', ...words] : words) {
    for (const report of matching(word.replace(/^-/, ''), catalogue)) {
      if (word.startsWith('-')) selected.delete(report);
      else selected.add(report);
    }
  }
  return {
    reports: catalogue.filter((report) => selected.has(report)),
    unknown: unknownWords(bare, names),
  };
}

/** Words for columns that are not judged: a Graph function, or a function and a column of it, such as `getX/Total`. */
export function unknownColumns(words: readonly string[], catalogue: readonly Report[]): readonly UnknownWord[] {
  const names = catalogue.flatMap((report) => [
    report.name,
    ...report.metrics.flatMap(({ columns }) => columns.map(({ header }) => `${report.name}/${header}`)),
  ]);
  return unknownWords(words, names);
}

function unknownWords(words: readonly string[], names: readonly string[]): readonly UnknownWord[] {
  return words.filter((word) => !names.includes(word)).map((word) => ({ word, near: nearest(word, names) }));
}

function matching(word: string, catalogue: readonly Report[]): readonly Report[] {
  if (word === 'all+beta') return catalogue;
  if (word === 'all') return catalogue.filter(({ versions }) => versions.includes('v1.0'));
  return catalogue.filter(({ name, product }) => name === word || product === word);
}

function nearest(word: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, distance: leven(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= name.length * MAX_WRONG)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}
