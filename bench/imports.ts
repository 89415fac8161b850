import { readFile } from 'node:fs/promises';
import { plainRow, type Row } from './row.ts';
import { type Length, medians, millisecondsOf, runNode } from './side-by-side.ts';

/** What each dependency costs whoever imports it whole, the dearest first. */
export async function imports({ times }: Length): Promise<readonly Row[]> {
  const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    await readFile('package.json', 'utf8'),
  );
  const names = Object.keys(dependencies);
  const load = (code: string) => () => millisecondsOf(() => runNode(['--input-type=module', '--eval', code]));
  const loads = names.map((name) => [name, load(`import ${JSON.stringify(name)}`)] as const);
  const measured: Readonly<Record<string, () => Promise<number>>> = { ...Object.fromEntries(loads), '': load('') };
  const median = await medians(times(7, 2), measured);
  const costs = names.map((name) => [name, Math.max(0, median(name) - median(''))] as const);
  return costs
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, cost]) => plainRow(`import of ${name}, over an empty Node.js`, cost, 'ms'));
}
