import type { Environment } from '../system/environment.ts';
import { readFolder } from './folder-name.ts';
import type { HistoryLocation, HostKind, StorageAccount } from './location.ts';
import { isWrong } from './wrong-value.ts';

/** `HISTORY_STORE`, or its default. */
export function storeOf(env: Environment, host: HostKind): string {
  return env.HISTORY_STORE ?? (host === 'functions' ? 'blob:usage-reports' : 'file:.data');
}

/** Where `HISTORY_STORE` says history lives, or in a sentence why it cannot live there. */
export function locateHistory(env: Environment, host: HostKind, platform: NodeJS.Platform): HistoryLocation | string {
  const setting = storeOf(env, host);
  if (setting.startsWith('file:')) {
    if (!env.WEBSITE_INSTANCE_ID) return readFolder(setting, platform);
    return 'HISTORY_STORE is a folder, but folders of a Function app do not last; use blob:<container>';
  }
  const name = setting.slice('blob:'.length);
  // https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#container-names
  if (!/^(?=.{3,63}$)[a-z\d]+(-[a-z\d]+)*$/.test(name)) {
    return `HISTORY_STORE ${isWrong(setting)}; containers have 3 to 63 lowercase letters, digits and single hyphens`;
  }
  const account = storageAccount(env);
  if (account !== undefined) return { kind: 'blob', container: name, account };
  return 'HISTORY_STORE is a container, which needs AzureWebJobsStorage or AzureWebJobsStorage__accountName; set one of them';
}

/** The settings the Functions host itself uses for its storage, with or without identity. */
function storageAccount(env: Environment): StorageAccount | undefined {
  const name = env.AzureWebJobsStorage__accountName;
  const uri = env.AzureWebJobsStorage__blobServiceUri ?? (name && `https://${name}.blob.core.windows.net`);
  if (uri) return { blobServiceUri: uri, clientId: env.AzureWebJobsStorage__clientId };
  return env.AzureWebJobsStorage ? { connectionString: env.AzureWebJobsStorage } : undefined;
}
