import type { TokenCredential } from '@azure/identity';
import { ReportError } from '../errors.ts';

/** Where a token comes from. */
export type OpenCredential = () => Promise<TokenCredential>;

/**
 * Managed identity on Azure, environment credentials or the developer's own login elsewhere.
 * https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains#defaultazurecredential-overview
 */
export async function openCredential(authorityHost: string | undefined): Promise<TokenCredential> {
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
    throw new ReportError('unauthorized', whyNoToken(error), { cause: error });
  }
  throw new ReportError('unauthorized', whyNoToken(undefined));
}

/** The library's own message lists every way it tried, on many lines. Of it only Entra's error number is told. */
function whyNoToken(error: unknown): string {
  const number = error instanceof Error ? /AADSTS\d+/.exec(error.message)?.[0] : undefined;
  if (number !== undefined) {
    return `Entra refused a token for Microsoft Graph (${number}); look the number up at https://login.microsoftonline.com/error and check the credential`;
  }
  return (
    'there is no credential for Microsoft Graph; on Azure give the app a managed identity, elsewhere run `az login` or set ' +
    'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
  );
}
