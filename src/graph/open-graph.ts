import { EnvHttpProxyAgent } from 'undici';
import type { Config } from '../config.ts';
import { bypassProxies } from '../proxy.ts';
import type { Surroundings } from '../surroundings.ts';
import { scopeOf } from './clouds.ts';
import { openCredential, tokenOnce } from './credentials.ts';
import type { Graph } from './fetch-report.ts';
import { isDownloadUrl } from './hosts.ts';
import { MAX_FILE_BYTES } from './http.ts';

export interface GraphOptions extends Surroundings {
  readonly signal: AbortSignal | undefined;
}

export interface OpenGraph extends Graph {
  /** Answers so far by HTTP status, `none` for no answer. */
  readonly requests: Readonly<Record<string, number>>;
  readonly close: () => Promise<void>;
}

/** Microsoft Graph for one run: one token, one pool of connections, one deadline. */
export function openGraph(
  config: Config,
  { now, sleep, startTimer, runTimeMs, tryTimeoutMs, connect, signal }: GraphOptions,
): OpenGraph {
  const { graphEndpoint, downloadHosts, authorityHost } = config;
  bypassProxies();
  const agent = new EnvHttpProxyAgent({ maxResponseSize: MAX_FILE_BYTES, ...(connect && { connect }) });
  const runTimer = startTimer(runTimeMs);
  const ending = AbortSignal.any([runTimer.signal, ...(signal ? [signal] : [])]);
  const requests: Record<string, number> = {};
  return {
    dispatcher: agent,
    getToken: tokenOnce(
      scopeOf(graphEndpoint),
      { signal: ending, startTimer: () => startTimer(tryTimeoutMs) },
      (options) => openCredential({ ...options, authorityHost }),
    ),
    isDownloadUrl: (url) => isDownloadUrl(url, { graphEndpoint, hosts: downloadHosts }),
    signal: ending,
    deadline: now().getTime() + runTimeMs,
    now,
    sleep,
    startTry: () => startTimer(tryTimeoutMs),
    onAnswer: (status) => {
      requests[status] = (requests[status] ?? 0) + 1;
    },
    requests,
    // What is still under way, such as the rest of an answer that nobody reads, is not waited for.
    close: () => {
      runTimer.stop();
      return agent.destroy();
    },
  };
}
