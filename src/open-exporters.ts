import { setTimeout } from 'node:timers/promises';
import type { Config } from './config.ts';
import type { PushExporter } from './export/exporter.ts';
import type { OtlpOptions } from './export/otlp.ts';
import type { RemoteWriteOptions } from './export/remote-write.ts';
import { type Service, serviceOf } from './export/to-resource-metrics.ts';
import type { Identity } from './export-settings.ts';
import { type OpenCredential, openCredential, requestToken, SYSTEM_ASSIGNED } from './graph/credentials.ts';
import type { OtlpSettings } from './otlp-settings.ts';
import { bypassProxies } from './proxy.ts';

const TOKEN_TIMEOUT_MS = 30_000;

/** The push exporters that the settings name; each brings its own code when it is first needed. */
export async function openExporters(config: Config): Promise<readonly PushExporter[]> {
  bypassProxies();
  const now = () => new Date();
  const service = serviceOf(config);
  const { exportSettings, authorityHost } = config;
  const { otlp, remoteWrite, azureMonitor } = exportSettings;
  const openers: Readonly<Record<string, () => Promise<PushExporter | undefined>>> = {
    otlp: async () => otlp && (await import('./export/otlp.ts')).openOtlp(otlpOptions(otlp, service)),
    console: async () => (await import('./export/console.ts')).openConsole(service, now),
    prometheus_remote_write: async () =>
      remoteWrite &&
      (await import('./export/remote-write.ts')).openRemoteWrite(remoteWriteOptions(remoteWrite, authorityHost)),
    azure_monitor: async () => {
      if (azureMonitor === undefined) return undefined;
      const { connectionString, identity } = azureMonitor;
      const credential = identity && (await openIdentity(identity, authorityHost));
      return (await import('./export/azure-monitor.ts')).openAzureMonitor({
        connectionString,
        credential,
        identity,
        service,
        now,
      });
    },
  };
  const opened = await Promise.all(config.exporters.map((name) => openers[name]?.()));
  return opened.filter((exporter) => exporter !== undefined);
}

/** What an OTLP receiver is sent to with, in production. */
export function otlpOptions(settings: OtlpSettings, service: Service): OtlpOptions {
  return { settings, service, now: () => new Date(), sleep };
}

/** What a remote-write endpoint is written to with, in production. */
export function remoteWriteOptions(
  target: Pick<RemoteWriteOptions, 'url' | 'headers'>,
  authorityHost: string | undefined,
): RemoteWriteOptions {
  bypassProxies();
  const open: OpenCredential = (options) => openCredential({ ...options, authorityHost });
  return {
    ...target,
    now: () => new Date(),
    sleep,
    getToken: (scope) => requestToken(scope, AbortSignal.timeout(TOKEN_TIMEOUT_MS), open, 'remote write'),
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal });
}

async function openIdentity({ clientId }: Identity, authorityHost: string | undefined) {
  return openCredential({
    authorityHost,
    what: 'Azure Monitor',
    managedIdentityClientId: clientId ?? SYSTEM_ASSIGNED,
    clientIdSetting: 'ClientId in APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  });
}
