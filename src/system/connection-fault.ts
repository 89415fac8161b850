import { CAUSES, type ConnectionFault, LATER } from './connection-causes.ts';
import { type Environment, environment } from './environment.ts';
import { proxyFor } from './proxy.ts';
import { proxyFault } from './proxy-fault.ts';

/** Why a request to a host failed: what libraries wrap is unwrapped. `env` names the proxy on the way. */
export function connectionFault(error: unknown, target: URL, env: Environment = environment()): ConnectionFault {
  const proxy = proxyFor(target, env);
  const route = { host: target.host, proxy, peer: proxy ? `the proxy ${proxy.url.host}` : target.host };
  const errors = [...chainOf(error)];
  const status = errors.map(proxyStatusOf).find((found) => found !== undefined);
  const ofProxy = status === undefined ? undefined : proxyFault(status, target, env);
  if (ofProxy !== undefined) return ofProxy;
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
