import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import type { Certificate } from './certificate.ts';
import { eventually, startProcess } from './run.ts';

/** The account and key every Azurite has, published in its documentation. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** A blob service that ends with the test. Returns its connection string. */
export async function startAzurite(): Promise<string> {
  const endpoint = `http://${await startService('blob', [])}`;
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${endpoint};`;
}

/** The same with a queue service beside it. */
export async function startAzuriteWithQueues(): Promise<{ readonly connection: string; readonly queues: string }> {
  const queues = `http://${await startService('queue', [])}`;
  return { connection: `${await startAzurite()}QueueEndpoint=${queues};`, queues };
}

/** What lets anybody with the address of a queue service do everything there, as a query. */
export function queueSignature(): string {
  return generateAccountSASQueryParameters(
    {
      expiresOn: new Date(Date.now() + 30 * 86_400_000),
      permissions: AccountSASPermissions.parse('rwdlacup'),
      resourceTypes: AccountSASResourceTypes.parse('sco').toString(),
      services: AccountSASServices.parse('q').toString(),
    },
    new StorageSharedKeyCredential(ACCOUNT, KEY),
  ).toString();
}

/** The same for callers with tokens, which go over https only. Returns its address. */
export async function startAzuriteForTokens({ file, keyFile }: Certificate): Promise<string> {
  return `https://${await startService('blob', ['--oauth', 'basic', '--cert', file, '--key', keyFile])}`;
}

/** It chooses its port itself and says which: one that was looked for before may be somebody else's by then. */
async function startService(kind: 'blob' | 'queue', options: readonly string[]): Promise<string> {
  const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', `--${kind}Host`, '127.0.0.1'];
  const main = `node_modules/azurite/dist/src/${kind}/main.js`;
  const { stdout } = startProcess(process.execPath, [main, ...flags, `--${kind}Port`, '0', ...options]);
  let printed = '';
  stdout?.on('data', (chunk) => {
    printed += chunk;
  });
  const port = await eventually(async () => {
    const [, found] = /successfully listen\w* (?:at|on) https?:\/\/127\.0\.0\.1:(\d+)/i.exec(printed) ?? [];
    return found ?? Promise.reject(new Error(`Azurite does not listen yet: ${printed}`));
  });
  return `127.0.0.1:${port}/${ACCOUNT}`;
}
