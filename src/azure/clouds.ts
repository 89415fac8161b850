import type { GraphVersion, Report } from '../catalogue/types.ts';
import { isLoopback } from '../system/hosts.ts';

/** What a Graph root decides by itself. */
export interface Cloud {
  /** Undefined: that of the credential's own default, the worldwide cloud. */
  readonly authority: string | undefined;
  /** Where files of reports are downloaded from. */
  readonly downloadHosts: readonly string[];
  /** What an identity's token has to be for, to prove an application: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity */
  readonly tokenExchange: string;
  /** National clouds offer usage reports in beta only. */
  readonly isNational: boolean;
}

const WORLDWIDE: Cloud = {
  authority: undefined,
  downloadHosts: ['*.office.com'],
  tokenExchange: 'api://AzureADTokenExchange',
  isNational: false,
};

/**
 * https://learn.microsoft.com/graph/deployments, and for the downloads Microsoft's lists of what a firewall has to let
 * through: https://learn.microsoft.com/microsoft-365/enterprise/microsoft-365-u-s-government-gcc-high-endpoints (DoD and
 * 21Vianet beside it). That of 21Vianet names no host of reports, only the domain.
 */
const NATIONAL: Readonly<Record<string, Cloud>> = {
  'graph.microsoft.us': {
    authority: 'https://login.microsoftonline.us',
    downloadHosts: ['*.office365.us'],
    tokenExchange: 'api://AzureADTokenExchangeUSGov',
    isNational: true,
  },
  'dod-graph.microsoft.us': {
    authority: 'https://login.microsoftonline.us',
    downloadHosts: ['reports.apps.mil', '*.office365.us'],
    tokenExchange: 'api://AzureADTokenExchangeUSGov',
    isNational: true,
  },
  'microsoftgraph.chinacloudapi.cn': {
    authority: 'https://login.chinacloudapi.cn',
    downloadHosts: ['*.partner.office365.cn'],
    tokenExchange: 'api://AzureADTokenExchangeChina',
    isNational: true,
  },
};

export function cloudOf(graphEndpoint: URL): Cloud {
  return NATIONAL[graphEndpoint.hostname] ?? WORLDWIDE;
}

/** The scope of a token for a Graph root. A loopback Graph is a stand-in for the worldwide one. */
export function scopeOf(graphEndpoint: URL): string {
  return isLoopback(graphEndpoint) ? 'https://graph.microsoft.com/.default' : `${graphEndpoint.origin}/.default`;
}

/** What a report is requested with. */
export interface GraphSettings {
  readonly graphEndpoint: URL;
  readonly reportFormat: 'csv' | 'json';
}

/** The version of Graph that a report is pulled from: v1.0 where it has it, but JSON and national clouds are beta. */
export function versionOf({ versions }: Report, { graphEndpoint, reportFormat }: GraphSettings): GraphVersion {
  const isStable = versions.includes('v1.0') && reportFormat === 'csv' && !cloudOf(graphEndpoint).isNational;
  return isStable ? 'v1.0' : 'beta';
}
