import type { IncomingMessage } from 'node:http';
import { startAzuriteForTokens } from './azurite.ts';
import { makeCertificate } from './certificate.ts';
import type { Tenant } from './tenant.ts';

/** Two identities, to see which setting names which. */
export const APP = '00000000-0000-4000-8000-00000000000a';
export const STORAGE = '00000000-0000-4000-8000-00000000000b';

/** The settings of a Function app that has a user-assigned identity and no key of its storage. */
export async function asOnAzure({ environment }: Tenant): Promise<Record<string, string>> {
  const certificate = await makeCertificate();
  return {
    ...environment,
    AZURE_TOKEN_CREDENTIALS: '',
    AZURE_CLIENT_ID: APP,
    WEBSITE_INSTANCE_ID: 'an-instance',
    AzureWebJobsStorage__blobServiceUri: await startAzuriteForTokens(certificate),
    AzureWebJobsStorage__credential: 'managedidentity',
    AzureWebJobsStorage__clientId: STORAGE,
    NODE_EXTRA_CA_CERTS: certificate.file,
  };
}

/** What was requested of the identity's endpoint. */
export function questionOf({ url, headers }: IncomingMessage): string {
  const query = new URL(url ?? '', 'http://localhost').searchParams;
  return `${query.get('resource')} for ${query.get('client_id')} with ${headers['x-identity-header']}`;
}
