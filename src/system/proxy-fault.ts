import { type ConnectionFault, LATER } from './connection-causes.ts';
import { type Environment, environment } from './environment.ts';
import { type ProxyServer, proxyFor } from './proxy.ts';

function unknownProxy({ protocol }: URL): string {
  const setting = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  return `a proxy that no setting names returned 407 and wants a name and password; set ${setting} to http://<name>:<password>@<host>:<port>, percent-encoded`;
}

/**
 * What the status of a response means that a proxy gave in place of the host. Undefined where no proxy is on the way, but
 * for 407, which only proxies return: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.8
 */
export function proxyFault(status: number, target: URL, env: Environment = environment()): ConnectionFault | undefined {
  const proxy = proxyFor(target, env);
  if (proxy !== undefined) return faultOf(status, target, proxy);
  return status === 407 ? { sentence: unknownProxy(target), isFinal: true, isTimeout: false } : undefined;
}

function faultOf(status: number, target: URL, { url, setting }: ProxyServer): ConnectionFault {
  const fault = (sentence: string, isFinal: boolean) => ({
    sentence: `the proxy ${url.host} returned ${status}${sentence}`,
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
  if (status === 429) return fault(`: it gets too many requests; ask who runs it, ${LATER}`, false);
  if (status >= 500)
    return fault(`: it cannot reach ${target.host} itself; if this stays, ask who runs it, ${LATER}`, false);
  return fault(` to CONNECT ${target.host}; check that ${setting} is the address of an HTTP proxy`, true);
}
