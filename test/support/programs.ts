import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

/**
 * `describe` for tests that need programs of the operating system: skipped, loudly, where one is missing, but never in
 * CI, which has to bring them.
 */
export function describeWith(...programs: readonly string[]): typeof describe | typeof describe.skip {
  const missing = missingOf(programs);
  if (missing.length > 0 && process.env.CI) throw new Error(`CI must install ${missing.join(' and ')}`);
  return describeUnless(missing);
}

/** The same for programs that CI cannot always bring. */
export function describeIfInstalled(...programs: readonly string[]): typeof describe | typeof describe.skip {
  return describeUnless(missingOf(programs));
}

function missingOf(programs: readonly string[]): readonly string[] {
  return programs.filter((program) => spawnSync(program, ['--version']).error !== undefined);
}

function describeUnless(missing: readonly string[]): typeof describe | typeof describe.skip {
  if (missing.length === 0) return describe;
  process.stderr.write(`\nNOT TESTED, ${missing.join(' and ')} is not installed (CONTRIBUTING.md says from where)\n\n`);
  return describe.skip;
}
