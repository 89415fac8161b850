import { afterEach, expect, it, vi } from 'vitest';
import { createBlobService } from '../../src/store/blob-service.ts';
import { APP, questionOf, STORAGE } from '../support/on-azure.ts';
import { startTenant } from '../support/tenant.ts';

afterEach(() => void vi.unstubAllEnvs());

// One test for both: @azure/msal-node keeps the endpoint of the first managed identity for as long as the process lives.
it('storage is reached by the identity of its own settings, or the system-assigned one, whatever AZURE_CLIENT_ID names', async () => {
  const { environment, tokenRequests } = await startTenant(() => undefined);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.stubEnv('AZURE_CLIENT_ID', APP);

  for (const clientId of [undefined, STORAGE]) {
    const account = { blobServiceUri: 'https://contoso.blob.core.windows.net', clientId };
    const { credential } = await createBlobService(account, undefined);
    if (!('getToken' in credential)) throw new Error('no credential that gives tokens');
    await credential.getToken('https://storage.azure.com/.default');
  }

  expect(tokenRequests.map(questionOf)).toEqual([
    'https://storage.azure.com for null with x',
    `https://storage.azure.com for ${STORAGE} with x`,
  ]);
});
