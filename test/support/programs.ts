import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';
import { isOrAre } from '../../src/errors/counted.ts';
import { nodeProblem } from '../../src/settings/node-version.ts';
import { SHIFT } from '../any-day/clock.ts';

/** Servers with a clock of their own, which nobody can shift, nor that of a container: a file of tests that meets one runs at the real time. */
const SERVERS = ['prometheus', 'prometheus-3', 'prometheus-alertmanager', 'victoria-metrics', 'vmagent', 'buildah'];

/**
 * `describe` for tests that need programs of the operating system: skipped, loudly, where one is missing, but never in
 * CI, which has to bring them.
 */
export function describeWith(...programs: readonly string[]): typeof describe | typeof describe.skip {
  return describeWithout([], programs);
}

/** The same for tests that need more than programs: `lacking` is what of that is not there. */
export function describeWithout(
  lacking: readonly string[],
  programs: readonly string[],
): typeof describe | typeof describe.skip {
  const missing = [...missingOf(programs), ...lacking];
  if (missing.length > 0 && process.env.CI) throw new Error(`CI must install ${missing.join(' and ')}`);
  return describeUnless(missing, programs);
}

/** The same for programs that CI cannot always bring. */
export function describeIfInstalled(...programs: readonly string[]): typeof describe | typeof describe.skip {
  return describeUnless(missingOf(programs), programs);
}

function missingOf(programs: readonly string[]): readonly string[] {
  return programs.filter(
    (program) => isNoneOnWindows(program) || spawnSync(program, ['--version']).error !== undefined,
  );
}

/** The same for a Node.js on the search path that is too old for the program: its path goes to the tests. */
export function describeOnOldNode(name: string, tests: (node: string) => void): void {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const node = folders.map((folder) => join(folder, 'node')).find(isOld);
  if (node !== undefined) describe(name, () => tests(node));
  else describeUnless(['a Node.js before 22.19'])(name, () => tests(''));
}

function isOld(node: string): boolean {
  const { stdout } = spawnSync(node, ['--print', 'process.versions.node'], { encoding: 'utf8' });
  return typeof stdout === 'string' && nodeProblem(stdout.trim() || '99', '') !== undefined;
}

/** The `bash` that Git or WSL brings runs in a Windows of its own, without the rights and links that scripts in tests need. */
function isNoneOnWindows(program: string): boolean {
  return program === 'bash' && process.platform === 'win32';
}

function describeUnless(
  missing: readonly string[],
  programs: readonly string[] = [],
): typeof describe | typeof describe.skip {
  if (missing.length === 0) {
    if (programs.some((name) => SERVERS.includes(name))) delete process.env[SHIFT];
    return describe;
  }
  process.stderr.write(
    `\nNOT TESTED, ${missing.join(' and ')} ${isOrAre(missing.length)} not installed (CONTRIBUTING.md says from where)\n\n`,
  );
  return describe.skip;
}

/** `it` for what Windows does not have: signals to a child, a shell of POSIX, rights of files, /dev. Skipped there, loudly. */
export function itOnPosix(needed: string): typeof it | typeof it.skip {
  if (process.platform !== 'win32') return it;
  process.stderr.write(`\nNOT TESTED, ${needed} is not to be had on Windows\n\n`);
  return it.skip;
}
