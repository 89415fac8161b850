import { BlobServiceClient } from '@azure/storage-blob';
import type { StorageAccount } from '../config.ts';

/** A scrape must not wait long for a store that is down; the default is four tries with up to two minutes between them. */
const OPTIONS = {
  retryOptions: { maxTries: 3, tryTimeoutInMs: 20_000, retryDelayInMs: 500, maxRetryDelayInMs: 4_000 },
};

export async function openBlobService(account: StorageAccount): Promise<BlobServiceClient> {
  if ('connectionString' in account) return BlobServiceClient.fromConnectionString(account.connectionString, OPTIONS);
  const { DefaultAzureCredential } = await import('@azure/identity');
  const { blobServiceUri, clientId } = account;
  const credential = new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
  return new BlobServiceClient(blobServiceUri, credential, OPTIONS);
}
