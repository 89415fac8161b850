import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

export interface Tarball {
  readonly path: string;
  readonly bytes: Buffer;
}

/** What `npm run package:npm` makes of the sources as they are now. */
export async function makeNpmPackage(
  environment: Readonly<Record<string, string>> = {},
  folder = 'dist/npm',
): Promise<Tarball> {
  const env = { ...process.env, ...environment };
  const told = execFileSync(process.execPath, ['packaging/npm-package.ts', folder], { encoding: 'utf8', env });
  const path = resolve(/^\S+\.tgz/.exec(told)?.[0] ?? '');
  return { path, bytes: await readFile(path) };
}

/** Install it as a user does, but without asking anyone on the network. */
export function install({ path }: Tarball, folder: string): void {
  const args = ['install', path, '--offline', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { cwd: folder, stdio: 'pipe', shell: process.platform === 'win32' });
}
