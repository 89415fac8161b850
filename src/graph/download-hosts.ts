import { isInside, isLoopback } from '../system/hosts.ts';

/** Where a download may be redirected to. */
export interface DownloadRule {
  readonly graphEndpoint: URL;
  /** Host names; `*.office.com` stands for any name below it. */
  readonly hosts: readonly string[];
}

/**
 * Whether a redirect may be followed: over https to the Graph host or a listed one. Whatever is listed, a loopback address
 * is allowed only where Graph itself is one (a test or sample tenant), and any other address not at all.
 */
export function isDownloadUrl(url: URL, { graphEndpoint, hosts }: DownloadRule): boolean {
  if (isLoopback(url)) return isLoopback(graphEndpoint) && /^https?:$/.test(url.protocol);
  if (url.protocol !== 'https:') return false;
  if (url.host === graphEndpoint.host) return true;
  return !isInside(url) && hosts.some((pattern) => matches(url.hostname, pattern));
}

function matches(hostname: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}
