import { EnvHttpProxyAgent } from 'undici';
import { scopeOf } from '../azure/clouds.ts';
import { type CreateCredential, createCredential, tokenOnce } from '../azure/credential.ts';
import type { TenantSettings } from '../settings/settings.ts';
import type { Runtime } from '../system/runtime.ts';
import { isDownloadUrl } from './download-hosts.ts';
import type { Graph } from './graph.ts';
import { MAX_FILE_BYTES } from './size-limit.ts';
import { checkDirectory } from './token-claims.ts';

export interface GraphOptions extends Runtime {
  readonly signal: AbortSignal | undefined;
  /** Undefined: whoever the process is. */
  readonly access?: TenantAccess | undefined;
}

/** How to get at one of many tenants. */
export interface TenantAccess {
  /** The only one that a token may be for, in lowercase letters. */
  readonly directory: string;
  readonly createCredential: CreateCredential;
}

export interface GraphSession extends Graph {
  /** HTTP responses so far by status, `none` for no response. */
  readonly responses: Readonly<Record<string, number>>;
  readonly close: () => Promise<void>;
}

/** Microsoft Graph for one run: one token, one pool of connections, one deadline. */
export function createGraph(
  { graphEndpoint, downloadHosts, authorityHost }: TenantSettings,
  { now, sleep, startTimer, runTimeMs, tryTimeoutMs, connect, signal, access }: GraphOptions,
): GraphSession {
  const agent = new EnvHttpProxyAgent({ maxResponseSize: MAX_FILE_BYTES, ...(connect && { connect }) });
  const runTimer = startTimer(runTimeMs);
  const ending = AbortSignal.any([runTimer.signal, ...(signal ? [signal] : [])]);
  const responses: Record<string, number> = {};
  const getToken = tokenOnce(
    scopeOf(graphEndpoint),
    { signal: ending, startTimer: () => startTimer(tryTimeoutMs) },
    access?.createCredential ?? ((options) => createCredential({ ...options, authorityHost })),
  );
  return {
    dispatcher: agent,
    getToken: async (refused) => {
      const token = await getToken(refused);
      if (access !== undefined) checkDirectory(token, access.directory);
      return token;
    },
    isDownloadUrl: (url) => isDownloadUrl(url, { graphEndpoint, hosts: downloadHosts }),
    signal: ending,
    deadline: now().getTime() + runTimeMs,
    now,
    sleep,
    startTry: () => startTimer(tryTimeoutMs),
    onResponse: (status) => {
      responses[status] = (responses[status] ?? 0) + 1;
    },
    responses,
    // What is still under way, such as the rest of a response that nobody reads, is not waited for.
    close: () => {
      runTimer.stop();
      return agent.destroy();
    },
  };
}
