import { type CreateCredential, createCredential, requestToken, SYSTEM_ASSIGNED } from '../azure/credential.ts';
import type { MetricPoint } from '../metrics/point.ts';
import type { Identity } from '../settings/exporters.ts';
import type { OtlpSettings } from '../settings/otlp-settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { Runtime } from '../system/runtime.ts';
import type { PushExporter } from './exporter.ts';
import type { OtlpOptions } from './otlp.ts';
import type { RemoteWriteOptions } from './remote-write.ts';
import { type Service, serviceOf } from './to-resource-metrics.ts';

const TOKEN_TIMEOUT_MS = 30_000;

export type ExportRuntime = Pick<Runtime, 'now' | 'sleep'>;

/** The push exporters that the settings name; each brings its own code when it is first needed. */
export async function createExporters(settings: Settings, runtime: ExportRuntime): Promise<readonly PushExporter[]> {
  const { now } = runtime;
  const service = serviceOf(settings);
  const ofTenant = { ...service, tenant: settings.tenantLabel };
  const { otlp, remoteWrite, azureMonitor } = settings.exportSettings;
  const { authorityHost } = settings.tenant;
  const factories: Readonly<Record<string, () => Promise<PushExporter | undefined>>> = {
    otlp: async () => otlp && (await import('./otlp.ts')).createOtlpExporter(otlpOptions(otlp, ofTenant, runtime)),
    console: async () => (await import('./console.ts')).createConsoleExporter(ofTenant, now),
    prometheus_remote_write: async () =>
      remoteWrite &&
      (await import('./remote-write.ts')).createRemoteWriteExporter(
        remoteWriteOptions(remoteWrite, authorityHost, runtime),
      ),
    azure_monitor: async () => {
      if (azureMonitor === undefined) return undefined;
      const { connectionString, identity } = azureMonitor;
      const credential = identity && (await createIdentityCredential(identity, authorityHost));
      return (await import('./azure-monitor.ts')).createAzureMonitorExporter({
        connectionString,
        credential,
        identity,
        service,
        tenant: settings.tenant.id,
        now,
      });
    },
  };
  const created = await Promise.all(settings.exporters.map((name) => factories[name]?.()));
  const { tenantLabel } = settings;
  const all = created.filter((exporter) => exporter !== undefined);
  return tenantLabel === undefined ? all : all.map((exporter) => withTenant(exporter, tenantLabel));
}

/** Receivers hold the series of many tenants: each point says whose it is. What is remembered of pushes is one tenant's. */
function withTenant(exporter: PushExporter, tenant: string): PushExporter {
  return {
    ...exporter,
    push: (points, accept, signal) => {
      const unlabelled = new Map<MetricPoint, MetricPoint>();
      const labelled = points.map((entry) => {
        const own = { ...entry, point: { ...entry.point, labels: { ...entry.point.labels, tenant } } };
        unlabelled.set(own, entry);
        return own;
      });
      return exporter.push(labelled, (batch) => accept(batch.flatMap((own) => unlabelled.get(own) ?? [])), signal);
    },
  };
}

/** What an OTLP receiver is sent to with. */
export function otlpOptions(settings: OtlpSettings, service: Service, { now, sleep }: ExportRuntime): OtlpOptions {
  return { settings, service, now, sleep };
}

/** What a remote-write endpoint is written to with. */
export function remoteWriteOptions(
  target: Pick<RemoteWriteOptions, 'url' | 'headers'>,
  authorityHost: string | undefined,
  { now, sleep }: ExportRuntime,
): RemoteWriteOptions {
  const create: CreateCredential = (options) => createCredential({ ...options, authorityHost });
  return {
    ...target,
    now,
    sleep,
    getToken: (scope) => requestToken(scope, AbortSignal.timeout(TOKEN_TIMEOUT_MS), create, 'remote write'),
  };
}

async function createIdentityCredential({ clientId }: Identity, authorityHost: string | undefined) {
  return createCredential({
    authorityHost,
    what: 'Azure Monitor',
    managedIdentityClientId: clientId ?? SYSTEM_ASSIGNED,
    clientIdSetting: 'ClientId in APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  });
}
