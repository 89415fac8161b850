import type { SettingProblem } from '../errors/errors.ts';
import type { Environment } from '../system/environment.ts';

const OF_OTLP = ['ENDPOINT', 'HEADERS', 'PROTOCOL', 'COMPRESSION', 'TIMEOUT', 'CERTIFICATE', 'CLIENT_CERTIFICATE'];
const OTLP = [...OF_OTLP, 'CLIENT_KEY'].flatMap((name) => [
  `OTEL_EXPORTER_OTLP_${name}`,
  `OTEL_EXPORTER_OTLP_METRICS_${name}`,
]);

/** What libraries, and the host of a Function app, take from the environment beside the settings of this program. */
export const OF_LIBRARIES = [
  ...['AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_CLIENT_CERTIFICATE_PASSWORD'],
  ...['AZURE_AUTHORITY_HOST', 'AZURE_TOKEN_CREDENTIALS', 'AZURE_FEDERATED_TOKEN_FILE'],
  ...['AzureWebJobsStorage', 'AzureWebJobsStorage__accountName', 'AzureWebJobsStorage__blobServiceUri'],
  ...['AzureWebJobsStorage__credential', 'AzureWebJobsStorage__clientId'],
  ...['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', ...OTLP],
  ...['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy', 'NODE_EXTRA_CA_CERTS'],
];

/**
 * Names of variables have no case on Windows, but those of a copy of them do: there, each setting also under the name
 * that it is known by.
 */
export function inKnownCase(env: Environment, own: readonly string[], platform: NodeJS.Platform): Environment {
  if (platform !== 'win32') return env;
  const known = new Map([...own, ...OF_LIBRARIES].map((name) => [name.toUpperCase(), name]));
  const renamed = Object.entries(env).map(([name, value]) => [known.get(name.toUpperCase()) ?? name, value]);
  return { ...Object.fromEntries(renamed), ...env };
}

const REFERENCE = /^@Microsoft\.(KeyVault|AppConfiguration)\(/i;
const QUOTED = /^(["'`“”„‘’]).*["'`“”‘’]$/s;

/** Values that are none, whatever the setting: what was to stand for them, or what stood around them, is still there. */
export function valueProblems(env: Environment, isRead: (name: string) => boolean): readonly SettingProblem[] {
  return Object.entries(env).flatMap(([setting, value]) => {
    const advice = value !== undefined && isRead(setting) ? adviceOn(value) : undefined;
    return advice === undefined ? [] : [{ setting, sentence: `${setting} ${advice}` }];
  });
}

/** https://learn.microsoft.com/azure/app-service/app-service-key-vault-references */
function adviceOn(value: string): string | undefined {
  const service = REFERENCE.exec(value)?.[1]?.toLowerCase();
  if (service === 'keyvault') {
    return (
      'is a reference to Key Vault that was not resolved; on Azure check the name of the secret and give the identity in ' +
      'keyVaultReferenceIdentity the role Key Vault Secrets User, elsewhere set the value itself'
    );
  }
  if (service !== undefined) {
    return (
      'is a reference to App Configuration that was not resolved; on Azure check the key and give the identity of the app ' +
      'the role App Configuration Data Reader, elsewhere set the value itself'
    );
  }
  return QUOTED.test(value)
    ? 'is in quotes, which are part of the value where no shell takes them off (docker --env-file, set in cmd); remove them'
    : undefined;
}

/** Whether anything reads a setting: exporters that are not named, and a store that is not chosen, read none. */
export function isReadIn(env: Environment, own: readonly string[], store: string): (name: string) => boolean {
  const exporters = env.OTEL_METRICS_EXPORTER ?? '';
  const names = new Set([...own, ...OF_LIBRARIES]);
  return (name) => {
    if (!names.has(name)) return false;
    if (name.startsWith('OTEL_EXPORTER_OTLP_')) return /\botlp\b/.test(exporters);
    if (name.startsWith('PROMETHEUS_REMOTE_WRITE_')) return /\bprometheus_remote_write\b/.test(exporters);
    if (name.startsWith('APPLICATIONINSIGHTS_')) return /\bazure_monitor\b/.test(exporters);
    return name.startsWith('AzureWebJobsStorage') ? store.startsWith('blob:') : true;
  };
}
