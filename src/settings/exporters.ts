import type { SettingProblem } from '../errors/errors.ts';
import type { Environment } from '../system/environment.ts';
import { HEADERS_ADVICE, readHeaders } from './headers.ts';
import { type OtlpSettings, readOtlp } from './otlp-settings.ts';
import { isWrong } from './wrong-value.ts';

/** What the exporters named in `OTEL_METRICS_EXPORTER` need. */
export interface ExportSettings {
  readonly otlp: OtlpSettings | undefined;
  readonly remoteWrite: { readonly url: URL; readonly headers: Readonly<Record<string, string>> } | undefined;
  readonly azureMonitor: { readonly connectionString: string; readonly identity: Identity | undefined } | undefined;
}

/** Entra authorises the ingestion; undefined where the connection string does. */
export interface Identity {
  readonly clientId: string | undefined;
}

type Report = (setting: string, advice: string) => undefined;

/** Read what each named exporter needs, and say what is missing. What is not named is not looked at. */
export function readExportSettings(
  names: readonly string[],
  env: Environment,
  problems: SettingProblem[],
): ExportSettings {
  const report: Report = (setting, advice) => {
    problems.push({ setting, sentence: `${setting} ${advice}` });
    return undefined;
  };
  return {
    otlp: names.includes('otlp') ? readOtlp(env, report) : undefined,
    remoteWrite: names.includes('prometheus_remote_write') ? readRemoteWrite(env, report) : undefined,
    azureMonitor: names.includes('azure_monitor') ? readAzureMonitor(env, report) : undefined,
  };
}

function readRemoteWrite(env: Environment, report: Report): ExportSettings['remoteWrite'] {
  const setting = 'PROMETHEUS_REMOTE_WRITE_URL';
  const advice = 'use the address that takes remote write, such as https://<host>/api/v1/write';
  const given = env[setting];
  const url = URL.parse(given ?? '');
  const headers = readHeaders(env.PROMETHEUS_REMOTE_WRITE_HEADERS ?? '');
  if (headers === undefined) report('PROMETHEUS_REMOTE_WRITE_HEADERS', HEADERS_ADVICE);
  if (given === undefined) return report(setting, `is needed by prometheus_remote_write; ${advice}`);
  if (url === null || !/^https?:$/.test(url.protocol)) return report(setting, `${isWrong(given)}; ${advice}`);
  if (url.username + url.password !== '')
    return report(
      setting,
      'has a name or a password; use PROMETHEUS_REMOTE_WRITE_HEADERS for them: Authorization=Basic%20...',
    );
  if (url.protocol === 'http:' && /\.ingest\.monitor\.azure\.(com|us|cn)$/.test(url.hostname)) {
    return report(setting, 'starts with http, over which no token is sent; use https');
  }
  return headers && { url, headers };
}

/** https://learn.microsoft.com/azure/azure-functions/functions-app-settings#applicationinsights_authentication_string */
function readAzureMonitor(env: Environment, report: Report): ExportSettings['azureMonitor'] {
  const connectionString = env.APPLICATIONINSIGHTS_CONNECTION_STRING ?? '';
  if (!/(^|;)InstrumentationKey=[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(;|$)/i.test(connectionString)) {
    return report(
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      'is needed by azure_monitor; copy it from the Application Insights resource',
    );
  }
  const authentication = env.APPLICATIONINSIGHTS_AUTHENTICATION_STRING ?? '';
  const usesEntra = /(^|;)\s*Authorization=AAD\s*(;|$)/i.test(authentication);
  const clientId = /(^|;)\s*ClientId=([^;\s]+)/i.exec(authentication)?.[2];
  return { connectionString, identity: usesEntra ? { clientId } : undefined };
}
