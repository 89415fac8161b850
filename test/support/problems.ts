import { ConfigError } from '../../src/errors/errors.ts';
import type { HostKind } from '../../src/settings/location.ts';
import { readSettings } from '../../src/settings/settings.ts';
import type { Environment } from '../../src/system/environment.ts';

/** What is wrong with settings, a sentence each. */
export function problemsOf(env: Environment, host: HostKind = 'standalone', platform = process.platform) {
  try {
    readSettings(env, host, platform);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ sentence }) => sentence);
  }
}
