import { CAUSES, LATER } from './connection-causes.ts';
import { type Environment, environment } from './environment.ts';
import { type ProxyServer, proxyFor } from './proxy.ts';

/** Why nothing came back from a host. */
export interface ConnectionFault {
  /** What happened and what to do: follows a colon. Neither a URL nor the password of a proxy is in it. */
  readonly sentence: string;
  /** Whether waiting cannot help. */
  readonly isFinal: boolean;
  readonly isTimeout: boolean;
}

/** Why a request to a host failed: what libraries wrap is unwrapped. `env` names the proxy on the way. */
export function connectionFault(error: unknown, target: URL, env: Environment = environment()): ConnectionFault {
  const proxy = proxyFor(target, env);
  const route = { host: target.host, proxy, peer: proxy ? `the proxy ${proxy.url.host}` : target.host };
  const errors = [...chainOf(error)];
  const status = errors.map(proxyStatusOf).find((found) => found !== undefined);
  if (status !== undefined && proxy !== undefined) return proxyFault(status, target, proxy);
  const codes = errors.map(codeOf);
  for (const code of codes) {
    const cause = CAUSES.find(({ codes: known }) => known.test(code));
    if (cause === undefined) continue;
    const { isFinal = false, isTimeout = false } = cause;
    return { sentence: cause.sentence(code, route), isFinal, isTimeout };
  }
  const sentence = `the connection to ${route.host} failed (${codes[0] ?? 'unknown error'}); ${LATER}`;
  return { sentence, isFinal: false, isTimeout: false };
}

/** What a proxy's own response in place of the host's means. */
export function proxyFault(status: number, target: URL, { url, setting }: ProxyServer): ConnectionFault {
  const answered = `the proxy ${url.host} returned ${status}`;
  const fault = (sentence: string, isFinal: boolean) => ({
    sentence: `${answered}${sentence}`,
    isFinal,
    isTimeout: false,
  });
  if (status === 407) {
    const form = `http://<name>:<password>@${url.host}`;
    return url.username === ''
      ? fault(` and wants a name and password; set ${setting} to ${form}, percent-encoded`, true)
      : fault(
          `: it refuses the name or the password in ${setting}, which is ${form}, percent-encoded; only Basic authentication is supported`,
          true,
        );
  }
  if (status === 403)
    return fault(
      `: it forbids ${target.host}; whoever runs it has to allow CONNECT to ${target.hostname}:${target.port || 443}`,
      true,
    );
  if (status >= 500)
    return fault(`: it cannot reach ${target.host} itself; if this stays, ask who runs it, ${LATER}`, false);
  return fault(` to CONNECT ${target.host}; check that ${setting} is the address of an HTTP proxy`, true);
}

function* chainOf(error: unknown, depth = 0): Generator<Error> {
  if (!(error instanceof Error) || depth > 8) return;
  yield error;
  yield* chainOf(error.cause, depth + 1);
  if ('errors' in error && Array.isArray(error.errors))
    for (const part of error.errors) yield* chainOf(part, depth + 1);
}

/** Of undici's `UND_ERR_ABORTED` and of Node's `ERR_PROXY_TUNNEL`; the former has it in the message only. */
function proxyStatusOf(error: Error): number | undefined {
  if ('statusCode' in error && codeOf(error) === 'ERR_PROXY_TUNNEL') return Number(error.statusCode);
  const [, status] = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(error.message) ?? [];
  return status === undefined ? undefined : Number(status);
}

function codeOf(error: Error): string {
  if (/wrong version number|packet length too long|:http request/i.test(error.message)) return 'PLAIN_HTTP';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
