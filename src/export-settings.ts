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
  if (names.includes('otlp')) checkOtlp(env, report);
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
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password !== '') {
    return report(
      'PROMETHEUS_REMOTE_WRITE_URL',
      'is needed by prometheus_remote_write; use the address that takes remote write, such as https://<host>/api/v1/write, without a name and password',
    );
  }
  if (url.protocol === 'http:' && /\.ingest\.monitor\.azure\.(com|us|cn)$/.test(url.hostname)) {
    return report('PROMETHEUS_REMOTE_WRITE_URL', 'starts with http, over which no token is sent; use https');
  }
  return headers && { url, headers };
}

/** They belong to the connection, not to whoever configures it. */
const HOP_BY_HOP = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** As OpenTelemetry spells headers in `OTEL_EXPORTER_OTLP_HEADERS`. */
function readHeaders(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)=(.*)$/.exec(pair) ?? [];
        if (name === undefined || value === undefined) throw new Error('no pair');
        const header = [name.toLowerCase(), decodeURIComponent(value.trim())] as const;
        if (HOP_BY_HOP.has(header[0]) || !/^[\t\x20-\x7e]*$/.test(header[1])) throw new Error('no header');
        return header;
      }),
    );
  } catch {
    return undefined;
  }
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

function checkOtlp(env: Environment, report: Report): void {
  const setting = env.OTEL_EXPORTER_OTLP_METRICS_PROTOCOL
    ? 'OTEL_EXPORTER_OTLP_METRICS_PROTOCOL'
    : 'OTEL_EXPORTER_OTLP_PROTOCOL';
  const protocol = env[setting] || 'http/protobuf';
  if (protocol !== 'http/protobuf')
    report(setting, `is "${protocol}", which is not spoken here; use http/protobuf, usually at port 4318`);
  for (const name of ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT']) {
    const endpoint = env[name];
    if (endpoint && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
      report(name, 'is no address of HTTP; use one such as http://<host>:4318');
  }
}
