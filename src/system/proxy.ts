import type { Environment } from './environment.ts';

/** What carries requests to a host. */
export interface ProxyServer {
  /** The variable that names it. */
  readonly setting: string;
  readonly url: URL;
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** The endpoint of a virtual machine's managed identity; that of an App Service is on loopback. */
const IDENTITY = '169.254.169.254';

/**
 * The variables with which loopback and the endpoints of managed identity are never requested through a proxy: it can reach neither, and must not see
 * the header that the latter ask for. Libraries read the variables when they are first used, some in capitals and some not.
 */
export function proxyBypass(env: Environment): Environment {
  const names = env.no_proxy === undefined ? ['NO_PROXY'] : ['NO_PROXY', 'no_proxy'];
  const given = (env.NO_PROXY ?? env.no_proxy ?? '').split(',').filter((host) => host !== '');
  const hosts = [...new Set([...given, ...LOOPBACK, IDENTITY])].join(',');
  return Object.fromEntries(names.map((name) => [name, hosts]));
}

/** The proxy for a host, by the variables that all HTTP clients here read; undefined where it is called directly. */
export function proxyFor(target: URL, env: Environment): ProxyServer | undefined {
  const plain = ['http_proxy', 'HTTP_PROXY'];
  const settings = target.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY', ...plain] : plain;
  const setting = settings.find((name) => env[name]);
  const url = setting && URL.parse(env[setting] ?? '');
  if (!setting || !url || isBypassed(target, env.no_proxy || env.NO_PROXY || '')) return undefined;
  return { setting, url };
}

function isBypassed({ hostname, host }: URL, noProxy: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '');
  if ([...LOOPBACK, IDENTITY].includes(name)) return true;
  const entries = noProxy.split(/[,\s]+/).map((entry) => entry.replace(/^\*?\./, ''));
  return entries.some((entry) => entry !== '' && [name, host, '*'].includes(entry)) || isBelow(name, entries);
}

function isBelow(name: string, domains: readonly string[]): boolean {
  return domains.some((domain) => domain !== '' && name.endsWith(`.${domain}`));
}
