import { BlobServiceClient } from '@azure/storage-blob';
import { createCredential, SYSTEM_ASSIGNED } from '../azure/credential.ts';
import { ConfigError } from '../errors/errors.ts';
import type { StorageAccount } from '../settings/location.ts';
import { isWrong } from '../settings/wrong-value.ts';

/** A scrape must not wait long for a store that is down; the default is four tries with up to two minutes between them. */
export const OPTIONS = {
  retryOptions: { maxTries: 3, tryTimeoutInMs: 10_000, retryDelayInMs: 500, maxRetryDelayInMs: 4_000 },
};

/** @throws ConfigError where the setting is nothing the client understands */
export async function createBlobService(
  account: StorageAccount,
  authorityHost: string | undefined,
): Promise<BlobServiceClient> {
  if ('connectionString' in account) {
    return orConfigError(
      'AzureWebJobsStorage',
      'is no connection string of a storage account; copy it from the portal',
      () => BlobServiceClient.fromConnectionString(account.connectionString, OPTIONS),
    );
  }
  // As the host of a Function app does it: AZURE_CLIENT_ID is the identity for Graph, and names none for storage.
  const credential = await createCredential({
    what: 'the blob storage',
    authorityHost,
    managedIdentityClientId: account.clientId ?? SYSTEM_ASSIGNED,
    clientIdSetting: 'AzureWebJobsStorage__clientId',
  });
  const advice = `${isWrong(account.blobServiceUri)}; use https://<account>.blob.core.windows.net`;
  return orConfigError('AzureWebJobsStorage__blobServiceUri', advice, () => {
    return new BlobServiceClient(new URL(account.blobServiceUri).href, credential, OPTIONS);
  });
}

function orConfigError(setting: string, advice: string, open: () => BlobServiceClient): BlobServiceClient {
  try {
    return open();
  } catch {
    throw new ConfigError([{ setting, sentence: `${setting} ${advice}` }]);
  }
}
