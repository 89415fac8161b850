import type { GraphVersion, Report } from '../catalogue/types.ts';
import { isLoopback } from './hosts.ts';

/** What a Graph root decides by itself. */
export interface Cloud {
  /** Undefined: that of the credential's own default, the worldwide cloud. */
  readonly authority: string | undefined;
  /** National clouds offer usage reports in beta only. */
  readonly isNational: boolean;
}

/** https://learn.microsoft.com/graph/deployments */
const NATIONAL: Readonly<Record<string, string>> = {
  'graph.microsoft.us': 'https://login.microsoftonline.us',
  'dod-graph.microsoft.us': 'https://login.microsoftonline.us',
  'microsoftgraph.chinacloudapi.cn': 'https://login.chinacloudapi.cn',
};

export function cloudOf(graphEndpoint: URL): Cloud {
  const authority = NATIONAL[graphEndpoint.hostname];
  return { authority, isNational: authority !== undefined };
}

/** The scope of a token for a Graph root. A loopback Graph is a stand-in for the worldwide one. */
export function scopeOf(graphEndpoint: URL): string {
  return isLoopback(graphEndpoint) ? 'https://graph.microsoft.com/.default' : `${graphEndpoint.origin}/.default`;
}

/** What a report is asked for with. */
export interface GraphSettings {
  readonly graphEndpoint: URL;
  readonly reportFormat: 'csv' | 'json';
}

/** The version of Graph that a report is pulled from: v1.0 where it has it, but JSON and national clouds are beta. */
export function versionOf({ versions }: Report, { graphEndpoint, reportFormat }: GraphSettings): GraphVersion {
  const isStable = versions.includes('v1.0') && reportFormat === 'csv' && !cloudOf(graphEndpoint).isNational;
  return isStable ? 'v1.0' : 'beta';
}
