import type { PublishDeps } from './export/publish.ts';
import type { GraphSession } from './graph/session.ts';
import { currentExposition, type Keeper } from './http/current-exposition.ts';
import { healthzResponse } from './http/healthz.ts';
import { metricsResponse } from './http/metrics-response.ts';
import { type HttpRequest, type HttpResponse, sentence } from './http/response.ts';
import type { Trouble } from './http/status-page.ts';
import type { Log } from './log.ts';
import type { ReportOutcome, Run } from './pull/outcome.ts';
import { settingsHash } from './settings/hash.ts';
import type { HostKind } from './settings/location.ts';
import { readSettings, type Settings } from './settings/settings.ts';
import type { ExportOutcome } from './store/delivery-schemas.ts';
import { createFolderStore } from './store/folder.ts';
import type { Store } from './store/store.ts';
import type { Environment } from './system/environment.ts';
import { proxyBypass } from './system/proxy.ts';
import { type Runtime, SYSTEM_RUNTIME } from './system/runtime.ts';
import { createTenant, type Tenant } from './tenant.ts';

export interface PullOptions {
  readonly log: Log;
  /** Ends the run early. */
  readonly signal?: AbortSignal | undefined;
  readonly onReport?: ((outcome: ReportOutcome, total: number) => void) | undefined;
  /** Graph, where it is open already. */
  readonly graph?: GraphSession | undefined;
}

/** What is answered at the paths of a server. */
export interface Site {
  /** @param path without the query */
  readonly respond: (path: string, request: HttpRequest) => Promise<HttpResponse>;
}

/** The program as both hosts use it. */
export interface App extends Site {
  readonly settings: Settings;
  readonly tenant: Tenant;
  readonly pull: (which: 'due' | 'all', options: PullOptions) => Promise<Run>;
  /** Push the current values again, from the store, to where they are forgotten within minutes. */
  readonly repeat: (log: Log) => Promise<readonly ExportOutcome[]>;
  readonly metrics: (request: HttpRequest) => Promise<HttpResponse>;
  readonly healthz: () => Promise<HttpResponse>;
  /** @param trouble of one of many tenants as a whole */
  readonly status: (trouble?: Trouble) => Promise<HttpResponse>;
}

/**
 * Put the real parts together. What only a pull needs is loaded by the first pull: the process that is scraped carries
 * neither Graph nor OpenTelemetry code.
 *
 * @throws ConfigError
 */
export async function createApp(env: Environment, host: HostKind, runtime: Runtime = SYSTEM_RUNTIME): Promise<App> {
  const settings = readSettings(env, host);
  return assembleApp(settings, await connectTenant(settings, env, runtime), runtime);
}

/** What is different for one of many tenants. */
export interface OneOfMany {
  /** Where its exposition is kept. */
  readonly keeper: Keeper;
  readonly name: string;
}

const NOTHING = 'There is nothing here; the metrics are at /metrics, and a status page at /.';

export function assembleApp(settings: Settings, tenant: Tenant, { now, sleep }: Runtime, of?: OneOfMany): App {
  const { history, exposition } = tenant.documents;
  let { warnings } = settings;
  const publishDeps = (log: Log): PublishDeps => ({ settings, documents: tenant.openRunDocuments(), log, now, sleep });

  const current = currentExposition({
    keeper: of?.keeper,
    exposition,
    settingsHash: settingsHash(settings),
    hasRun: async () => (await history.loadLastRun()) !== undefined,
    render: async () => {
      const { renderExposition } = await import('./export/render.ts');
      return renderExposition({ settings, documents: tenant.openRunDocuments(), now });
    },
  });
  const metrics = async (request: HttpRequest) =>
    settings.exporters.includes('prometheus')
      ? metricsResponse(request, current)
      : sentence(404, 'OTEL_METRICS_EXPORTER does not name prometheus.');
  const healthz = () => healthzResponse(history);
  const status = async (trouble?: Trouble) => {
    const { statusResponse } = await import('./http/status-response.ts');
    return statusResponse({ settings, history, now, tenantName: of?.name, trouble });
  };
  const pages = new Map([
    ['/metrics', metrics],
    ['/', () => status()],
    ['/healthz', healthz],
  ]);

  return {
    settings,
    tenant,
    pull: async (which, { graph, ...options }) => {
      for (const warning of warnings) options.log.warn(warning);
      warnings = [];
      const { pullReports } = await import('./pull-reports.ts');
      const opened = graph === undefined ? tenant : { ...tenant, createGraph: async () => graph };
      return pullReports(which, opened, { ...options, settings, now, sleep });
    },
    repeat: async (log) => {
      const { repeatCurrent } = await import('./export/publish.ts');
      return repeatCurrent(publishDeps(log));
    },
    metrics,
    healthz,
    status,
    respond: async (path, request) => pages.get(path)?.(request) ?? sentence(404, NOTHING),
  };
}

/** The tenant that the settings name, with its store. */
export async function connectTenant(
  settings: Settings,
  env: Environment,
  runtime: Runtime = SYSTEM_RUNTIME,
): Promise<Tenant> {
  prepareLibraries(env);
  return createTenant(settings.tenant, await createStore(settings), runtime);
}

export async function createStore({ historyStore: location, tenant }: Settings): Promise<Store> {
  if (location.kind === 'file') return createFolderStore(location.folder);
  const { createBlobService } = await import('./store/blob-service.ts');
  const { createBlobStore } = await import('./store/blobs.ts');
  return createBlobStore(await createBlobService(location.account, tenant.authorityHost), location.container);
}

/**
 * What libraries read from `process.env` by themselves: credentials, the endpoints of managed identities, proxies. The
 * other settings of libraries in docs/configuration.md are handed to them, but for NODE_EXTRA_CA_CERTS, which Node.js
 * reads as it starts.
 */
const READ_BY_LIBRARIES = /^(AZURE|IDENTITY|IMDS|MSI)_|^(HTTPS?|ALL|NO)_PROXY$/i;

/**
 * The only place that writes environment variables: libraries have to find those that the app was given, and no other
 * tenant's credential. Two settings exist in no other form.
 */
export function prepareLibraries(env: Environment): void {
  for (const name of Object.keys(process.env).filter((name) => READ_BY_LIBRARIES.test(name))) {
    if (env[name] === undefined) delete process.env[name];
  }
  const given = Object.entries(env).filter(([name, value]) => READ_BY_LIBRARIES.test(name) && value !== undefined);
  Object.assign(process.env, Object.fromEntries(given), proxyBypass(env));
  // Statistics about Azure Monitor's exporter that go to Microsoft: off unless switched on.
  process.env.APPLICATION_INSIGHTS_NO_STATSBEAT ??= '1';
}
