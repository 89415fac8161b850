/** Whether a URL points at this very machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** Where a download may be redirected to. */
export interface DownloadRule {
  readonly graphEndpoint: URL;
  /** Host names; `*.office.com` stands for any name below it. */
  readonly hosts: readonly string[];
}

/**
 * Whether a redirect may be followed: over https to the Graph host or a listed one. A loopback address is allowed only
 * where Graph itself is one (a test or sample tenant), whatever is listed.
 */
export function isDownloadUrl(url: URL, { graphEndpoint, hosts }: DownloadRule): boolean {
  if (isLoopback(url)) return isLoopback(graphEndpoint) && /^https?:$/.test(url.protocol);
  if (url.protocol !== 'https:') return false;
  return url.host === graphEndpoint.host || hosts.some((pattern) => matches(url.hostname, pattern));
}

function matches(hostname: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}
