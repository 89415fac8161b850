import { afterEach, expect, it, vi } from 'vitest';
import { openBlobService } from '../../src/store/blob-service.ts';
import { APP, questionOf, STORAGE } from '../support/on-azure.ts';
import { startTenant } from '../support/tenant.ts';

afterEach(() => void vi.unstubAllEnvs());

it.each([
  [undefined, 'null'],
  [STORAGE, STORAGE],
])('storage is reached by the identity %s of its own settings, whatever AZURE_CLIENT_ID names', async (own, asked) => {
  const { environment, tokenRequests } = await startTenant(() => undefined);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.stubEnv('AZURE_CLIENT_ID', APP);
  const account = { blobServiceUri: 'https://contoso.blob.core.windows.net', clientId: own };

  const { credential } = await openBlobService(account);
  if (!('getToken' in credential)) throw new Error('no credential that gives tokens');
  await credential.getToken('https://storage.azure.com/.default');

  expect(tokenRequests.map(questionOf)).toEqual([`https://storage.azure.com for ${asked} with x`]);
});
