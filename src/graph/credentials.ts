import type { TokenCredential } from '@azure/identity';
import { ReportError } from '../errors.ts';

/** Where a token comes from. */
export type OpenCredential = () => Promise<TokenCredential>;

/** The endpoints that give an identity's tokens: a proxy must see neither them nor the header they ask for. */
const IDENTITY_HOSTS = ['localhost', '127.0.0.1', '169.254.169.254'];

/**
 * Managed identity on Azure, environment credentials or the developer's own login elsewhere.
 * https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains#defaultazurecredential-overview
 */
export async function openCredential(authorityHost: string | undefined): Promise<TokenCredential> {
  process.env.NO_PROXY = [process.env.NO_PROXY ?? process.env.no_proxy, ...IDENTITY_HOSTS].filter(Boolean).join(',');
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential(authorityHost === undefined ? {} : { authorityHost });
}

/** The token for Graph, asked for once however many reports want it. */
export function tokenOnce(scope: string, signal: AbortSignal, open: OpenCredential): () => Promise<string> {
  let token: Promise<string> | undefined;
  return () => {
    token ??= requestToken(scope, signal, open);
    return token;
  };
}

async function requestToken(scope: string, abortSignal: AbortSignal, open: OpenCredential): Promise<string> {
  try {
    const credential = await open();
    const token = await credential.getToken(scope, { abortSignal });
    if (token !== null) return token.token;
  } catch (error) {
    throw toReportError(error);
  }
  throw noCredential();
}

/** The library's own message lists every way it tried, on many lines. Of it only numbers are told. */
function toReportError(error: unknown): ReportError {
  const failures = causesOf(error);
  const number = failures.map(({ message }) => /AADSTS\d+/.exec(message)?.[0]).find((found) => found !== undefined);
  if (number !== undefined) {
    return new ReportError(
      'unauthorized',
      `Entra refused a token for Microsoft Graph (${number}); look the number up at https://login.microsoftonline.com/error and mend the credential`,
    );
  }
  const other = failures.find(({ name }) => name !== 'CredentialUnavailableError');
  if (other === undefined) return noCredential();
  const status = 'statusCode' in other && typeof other.statusCode === 'number' ? other.statusCode : undefined;
  const isRefusal = status !== undefined && status >= 400 && status < 500;
  return new ReportError(
    isRefusal ? 'unauthorized' : 'network',
    `the token endpoint gave no token for Microsoft Graph (${status ?? other.name}); check the identity of the app and the network, a later run tries again`,
  );
}

function noCredential(): ReportError {
  return new ReportError(
    'unauthorized',
    'there is no credential for Microsoft Graph; on Azure give the app a managed identity, elsewhere set AZURE_TENANT_ID, ' +
      'AZURE_CLIENT_ID and AZURE_CLIENT_SECRET of an application',
  );
}

/** An aggregate error stands for its parts. */
function causesOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const parts =
    'errors' in error && Array.isArray(error.errors) ? error.errors.filter((part) => part instanceof Error) : [];
  return parts.length > 0 ? parts : [error];
}
