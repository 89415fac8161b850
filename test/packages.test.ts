import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const manifest = JSON.parse(await readFile('package.json', 'utf8'));
const lock: Readonly<Record<string, { readonly hasInstallScript?: boolean; readonly integrity?: string }>> = JSON.parse(
  await readFile('package-lock.json', 'utf8'),
).packages;

it('every dependency is of one version', () => {
  const versions = Object.entries<string>({ ...manifest.dependencies, ...manifest.devDependencies });

  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

it.each(['package-lock.json', 'test/grafana-data/package-lock.json'])(
  '%s has the digest of the bytes of every package',
  async (path) => {
    const locked: typeof lock = JSON.parse(await readFile(path, 'utf8')).packages;
    const packages = Object.entries(locked).filter(([name]) => name !== '');

    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  },
);

it('no package runs anything at its installation that is not listed', () => {
  const paths = Object.entries(lock).flatMap(([path, { hasInstallScript }]) => (hasInstallScript ? [path] : []));

  expect(paths.map((path) => path.replace('node_modules/', ''))).toEqual(Object.keys(manifest.allowScripts));
});
