import { ConfigError } from '../errors/errors.ts';
import type { ExportSettings } from '../settings/exporters.ts';
import { headersOfTenant } from '../settings/headers.ts';
import type { HostKind } from '../settings/location.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import type { Environment } from '../system/environment.ts';
import type { CheckSettings, DeclaredTenant } from './read-declared.ts';

/** The settings of tenants: those of the process, with a tenant's own laid over them. Who declares the same shares them. */
export type TenantSettingsReader = (tenant: Pick<DeclaredTenant, 'key' | 'settings'>) => Settings;

/** The reader throws ConfigError where the settings of a tenant are wrong. */
export function tenantSettingsReader(env: Environment, host: HostKind): TenantSettingsReader {
  const known = new Map<string, Settings>();
  return ({ key, settings }) => {
    const text = JSON.stringify(settings);
    const shared = known.get(text) ?? readSettings({ ...env, ...settings }, host);
    known.set(text, shared);
    return {
      ...shared,
      tenant: { ...shared.tenant, id: key },
      tenantLabel: key,
      exportSettings: exportSettingsOf(key, shared.exportSettings),
    };
  };
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
  const read = tenantSettingsReader(env, host);
  const known = new Map<string, ReturnType<CheckSettings>>();
  const check: CheckSettings = (settings) => {
    try {
      read({ key: 'x', settings });
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
