import type { Environment } from './config.ts';
import type { SettingProblem } from './errors.ts';

/** What the exporters named in `OTEL_METRICS_EXPORTER` need. */
export interface ExportSettings {
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
  if (names.includes('otlp')) checkProtocol(env, report);
  return {
    remoteWrite: names.includes('prometheus_remote_write') ? readRemoteWrite(env, report) : undefined,
    azureMonitor: names.includes('azure_monitor') ? readAzureMonitor(env, report) : undefined,
  };
}

function readRemoteWrite(env: Environment, report: Report): ExportSettings['remoteWrite'] {
  const url = URL.parse(env.PROMETHEUS_REMOTE_WRITE_URL ?? '');
  const headers = readHeaders(env.PROMETHEUS_REMOTE_WRITE_HEADERS ?? '');
  if (headers === undefined)
    report('PROMETHEUS_REMOTE_WRITE_HEADERS', 'is not understood; use name=value, comma-separated and percent-encoded');
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return report(
      'PROMETHEUS_REMOTE_WRITE_URL',
      'is needed by prometheus_remote_write; use the address that takes remote write, such as https://<host>/api/v1/write',
    );
  }
  return headers && { url, headers };
}

/** As OpenTelemetry spells headers in `OTEL_EXPORTER_OTLP_HEADERS`. */
function readHeaders(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)=(.*)$/.exec(pair) ?? [];
        if (name === undefined || value === undefined) throw new Error('no pair');
        return [name.toLowerCase(), decodeURIComponent(value.trim())];
      }),
    );
  } catch {
    return undefined;
  }
}

/** https://learn.microsoft.com/azure/azure-functions/functions-app-settings#applicationinsights_authentication_string */
function readAzureMonitor(env: Environment, report: Report): ExportSettings['azureMonitor'] {
  const connectionString = env.APPLICATIONINSIGHTS_CONNECTION_STRING ?? '';
  if (!/(^|;)InstrumentationKey=[0-9a-f]{8}-/i.test(connectionString)) {
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

function checkProtocol(env: Environment, report: Report): void {
  for (const setting of ['OTEL_EXPORTER_OTLP_METRICS_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL']) {
    const protocol = env[setting] ?? 'http/protobuf';
    if (protocol !== 'http/protobuf')
      report(setting, `is "${protocol}", which is not spoken here; use http/protobuf, usually at port 4318`);
  }
}
