import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path/posix';
import { expect, it } from 'vitest';

/** An import never climbs this list: a room may use those before it. Files that stand alone are rooms of their own. */
const ROOMS = [
  'errors',
  'catalogue',
  'system',
  'azure',
  'settings',
  'log.ts',
  'report',
  'history',
  'graph',
  'metrics',
  'store',
  'tenants',
  'tenant.ts',
  'export',
  'pull',
  'pull-reports.ts',
  'http',
  'app.ts',
  'fleet',
  'hosts',
  'demo',
  'cli',
];

interface Import {
  readonly from: string;
  readonly to: string;
}

const imports = await allImports();

it('has a place for every file: only those in the list stand alone', async () => {
  const entries = (await readdir('src')).toSorted();

  expect(entries).toEqual(ROOMS.toSorted());
});

it('has no import that climbs', () => {
  const climbing = imports.filter(({ from, to }) => ROOMS.indexOf(roomOf(from)) < ROOMS.indexOf(roomOf(to)));

  expect(climbing.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

it('has no imports in circles', () => {
  const known = new Map<string, readonly string[]>(
    [...Map.groupBy(imports, ({ from }) => from)].map(([from, all]) => [from, all.map(({ to }) => to)]),
  );
  const visit = (file: string, path: readonly string[]): readonly string[] => {
    if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(' → ')];
    if (done.has(file)) return [];
    const found = (known.get(file) ?? []).flatMap((next) => visit(next, [...path, file]));
    done.add(file);
    return found;
  };
  const done = new Set<string>();

  expect([...known.keys()].flatMap((file) => visit(file, []))).toEqual([]);
});

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

/** Types and lazily loaded files included. */
async function allImports(): Promise<readonly Import[]> {
  const files = (await readdir('src', { recursive: true }))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(?<!\.d)\.ts$/.test(file));
  const found = await Promise.all(
    files.map(async (from) => {
      const text = await readFile(join('src', from), 'utf8');
      const targets = text.matchAll(/(?:from|import\()\s*'(\.[^']+\.ts)'/g);
      return [...targets].map(([, target = '']) => ({ from, to: normalize(join(dirname(from), target)) }));
    }),
  );
  return found.flat();
}
