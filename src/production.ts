import { type Config, type Environment, type HostKind, readConfig } from './config.ts';
import { shapeOf } from './fingerprint.ts';
import type { OpenGraph } from './graph/open-graph.ts';
import { currentExposition } from './http/current-exposition.ts';
import { answerHealthz } from './http/healthz.ts';
import { type HttpAnswer, type HttpRequest, sentence } from './http/http.ts';
import { answerMetrics } from './http/metrics.ts';
import type { Log } from './log.ts';
import type { ReportOutcome, Run } from './run.ts';
import { openExpositionStore } from './store/exposition-store.ts';
import { openFileStore } from './store/file-store.ts';
import { openHistoryStore } from './store/history-store.ts';
import type { ExportOutcome } from './store/push-schemas.ts';
import { openPushStore } from './store/push-store.ts';
import type { Store } from './store/store.ts';
import { REAL_SURROUNDINGS, type Surroundings } from './surroundings.ts';

export interface PullOptions {
  readonly log: Log;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
  readonly onReport?: (outcome: ReportOutcome, total: number) => void;
}

/** The program as both hosts use it. */
export interface App {
  readonly config: Config;
  readonly pull: (which: 'due' | 'all', options: PullOptions) => Promise<Run>;
  /** Push the current values again, from the store, to where they are forgotten within minutes. */
  readonly repeat: (log: Log) => Promise<readonly ExportOutcome[]>;
  readonly metrics: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly healthz: () => Promise<HttpAnswer>;
  readonly status: () => Promise<HttpAnswer>;
}

/**
 * Put the real parts together. What only a pull needs is loaded by the first pull: the process that is scraped carries
 * neither Graph nor OpenTelemetry code.
 *
 * @throws ConfigError
 */
export async function openApp(
  env: Environment,
  host: HostKind,
  surroundings: Surroundings = REAL_SURROUNDINGS,
): Promise<App> {
  const { now } = surroundings;
  const config = readConfig(env, host);
  const store = await openStore(config);
  const history = openHistoryStore(store, config.tenant);
  const expositions = openExpositionStore(store, config.tenant);
  const pushes = openPushStore(store, config.tenant);

  const isScraped = config.exporters.includes('prometheus');
  const publish = async () => {
    const { publishExposition } = await import('./publish-exposition.ts');
    return publishExposition({ config, history, pushes, expositions, now });
  };
  const hasRun = async () => (await history.loadLastRun()) !== undefined;
  const current = currentExposition({ expositions, shape: shapeOf(config), hasRun, publish });
  const loadPush = async (log: Log) => {
    const { openPush } = await import('./push-points.ts');
    return openPush({ config, history, pushes, now, log, hasRun });
  };

  let warnings = config.warnings;

  return {
    config,
    pull: async (which, { log, signal, onReport }) => {
      for (const warning of warnings) log.warn(warning);
      warnings = [];
      const { pullReports } = await import('./pull-reports.ts');
      const graph = await connectGraph(config, signal, surroundings);
      const push = await loadPush(log);
      try {
        return await pullReports(which, {
          ...{ config, history, log, now, onReport, graph, graphRequests: graph.requests },
          isInterrupted: () => signal?.aborted === true,
          push: push.all,
          pushAgain: async () => {
            const outcomes = await push.again();
            if (outcomes.length > 0 && isScraped) await publish();
            return outcomes;
          },
          publish: isScraped ? publish : async () => {},
        });
      } finally {
        await graph.close();
      }
    },
    repeat: async (log) => (await loadPush(log)).repeated(),
    metrics: async (request) =>
      isScraped ? answerMetrics(request, current) : sentence(404, 'OTEL_METRICS_EXPORTER does not name prometheus.'),
    healthz: () => answerHealthz(history),
    status: async () => (await import('./http/status.ts')).answerStatus({ config, history, now }),
  };
}

/** Graph for one run, which ends with `signal` or when its time is over. */
export async function connectGraph(
  config: Config,
  signal?: AbortSignal,
  surroundings: Surroundings = REAL_SURROUNDINGS,
): Promise<OpenGraph> {
  const { openGraph } = await import('./graph/open-graph.ts');
  return openGraph(config, { ...surroundings, signal });
}

export async function openStore({
  historyStore: location,
  authorityHost,
}: Pick<Config, 'historyStore' | 'authorityHost'>): Promise<Store> {
  if (location.kind === 'file') return openFileStore(location.folder);
  const { openBlobService } = await import('./store/blob-service.ts');
  const { openBlobStore } = await import('./store/blob-store.ts');
  return openBlobStore(await openBlobService(location.account, authorityHost), location.container);
}
