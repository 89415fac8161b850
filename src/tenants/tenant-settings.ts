import { ConfigError } from '../errors/errors.ts';
import type { ExportSettings } from '../settings/exporters.ts';
import { headersOfTenant } from '../settings/headers.ts';
import type { HostKind } from '../settings/location.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import type { Environment } from '../system/environment.ts';
import type { CheckSettings, DeclaredTenant } from './read-declared.ts';

/**
 * A tenant's settings: those of the process, with its own laid over them.
 *
 * @throws ConfigError
 */
export function settingsOf(
  { key, settings }: Pick<DeclaredTenant, 'key' | 'settings'>,
  env: Environment,
  host: HostKind,
): Settings {
  const own = readSettings({ ...env, ...settings, TENANT_ID: key }, host);
  return { ...own, tenantLabel: key, exportSettings: exportSettingsOf(key, own.exportSettings) };
}

/** Where the points of one of many go to. */
export function exportSettingsOf(key: string, { remoteWrite, otlp, ...others }: ExportSettings): ExportSettings {
  return {
    ...others,
    remoteWrite: remoteWrite && { ...remoteWrite, headers: headersOfTenant(remoteWrite.headers, key) },
    otlp: otlp && { ...otlp, headers: headersOfTenant(otlp.headers, key) },
  };
}

/** The check of an entry's settings; the same ones are checked once. The environment itself is in order. */
export function settingsChecker(env: Environment, host: HostKind): CheckSettings {
  const known = new Map<string, ReturnType<CheckSettings>>();
  const check: CheckSettings = (settings) => {
    try {
      settingsOf({ key: 'x', settings }, env, host);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems.map(({ setting, sentence }) => ({
        field: `settings.${setting}`,
        sentence: sentence.replace(`${setting} `, ''),
      }));
    }
  };
  return (settings) => {
    const text = JSON.stringify(settings);
    if (text === '{}') return [];
    const problems = known.get(text) ?? check(settings);
    known.set(text, problems);
    return problems;
  };
}
