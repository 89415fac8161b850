import { createServer } from 'node:http';
import { BlobServiceClient } from '@azure/storage-blob';
import { createBlobStore } from '../../../src/store/blobs.ts';
import type { Store } from '../../../src/store/store.ts';
import { end, portOf } from '../connections.ts';
import { type EdgeFault, messageOf } from './edge.ts';

type Ask = (store: Store) => Promise<unknown>;

const read: Ask = (store) => store.read('a.json');
const list: Ask = (store) => store.list('a');
const write: Ask = (store) => store.write('a.json', Buffer.from(''), undefined);

/** What a container says of a service on loopback that responds so; with a code it is storage itself. */
async function messageFor(status: number, code: string | undefined, ask: Ask): Promise<string> {
  const headers =
    code === undefined
      ? { 'content-type': 'text/html' }
      : { 'content-type': 'application/xml', 'x-ms-request-id': 'abcd-efgh', 'x-ms-error-code': code };
  const body = code === undefined ? '<html>Sign in</html>' : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;
  const server = createServer((request, response) => {
    request.resume().on('end', () => void response.writeHead(status, headers).end(body));
  });
  const host = `127.0.0.1:${await portOf(server)}`;
  const account = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;BlobEndpoint=http://${host}/a;`;
  const service = BlobServiceClient.fromConnectionString(account, { retryOptions: { maxTries: 1 } });
  try {
    return (await messageOf(ask(createBlobStore(service, 'usage-reports')))).replaceAll(host, 'HOST');
  } finally {
    end(server);
  }
}

const BROKEN = 'The blob container usage-reports (HISTORY_STORE) does not work:';
const OTHER = (status: number) =>
  `${BROKEN} something other than blob storage returned ${status} for HOST; ask who runs the proxy or firewall on the way, and check AzureWebJobsStorage`;
const ROLE = 'give the identity the role Storage Blob Data Owner on the storage account, which takes some minutes';

const STORAGE: readonly (readonly [number, string, string])[] = [
  [403, 'AuthorizationPermissionMismatch', `the identity may not do this; ${ROLE}`],
  [
    403,
    'InsufficientAccountPermissions',
    'the storage account itself forbids it, as a read-only secondary does; name the primary one in AzureWebJobsStorage',
  ],
  [
    403,
    'AuthorizationFailure',
    'the storage account is closed to this network; allow it under Networking of the account',
  ],
  [
    403,
    'AuthenticationFailed',
    'the key or token is not accepted; check AccountKey in AzureWebJobsStorage, and the clock of this machine',
  ],
  [
    403,
    'KeyBasedAuthenticationNotPermitted',
    'the storage account takes no keys; set AzureWebJobsStorage__accountName instead of AzureWebJobsStorage, and use an identity',
  ],
  [403, 'AccountIsDisabled', 'the storage account is disabled; enable it in the portal'],
  [
    403,
    'KeyVaultEncryptionKeyNotFound',
    "the storage account cannot reach the customer's key that encrypts it; restore the key or its permissions in Key Vault",
  ],
  [
    400,
    'AccountRequiresHttps',
    'the storage account takes https only; write DefaultEndpointsProtocol=https in AzureWebJobsStorage',
  ],
  [
    400,
    'InvalidHeaderValue',
    'it does not know this version of the storage API; update Azurite, or start it with --skipApiVersionCheck',
  ],
  [404, 'ResourceNotFound', 'there is no such storage account; check AzureWebJobsStorage'],
  [
    409,
    'BlobArchived',
    'a document is in the archive tier; move it to the hot tier, and end the rule that archives it',
  ],
  [
    409,
    'BlobImmutableDueToPolicy',
    'a policy keeps blobs from being changed; name a container without it in HISTORY_STORE',
  ],
  [
    409,
    'BlobImmutableDueToLegalHold',
    'a legal hold keeps blobs from being changed; name a container without it in HISTORY_STORE',
  ],
  [
    409,
    'ContainerBeingDeleted',
    'the container is being deleted; wait some minutes, or name another one in HISTORY_STORE',
  ],
  [409, 'NobodyKnowsThis', 'the state of the document or container does not allow it; look at both in the portal'],
  [412, 'LeaseIdMissing', 'somebody holds a lease on a document; break the lease, a later run tries again'],
  [429, 'TooManyRequests', 'the storage account gets too many requests; a later run tries again'],
  [500, 'OperationTimedOut', 'the storage did not finish in time; a later run tries again'],
  [503, 'ServerBusy', 'the storage account gets too many requests; a later run tries again'],
];

const PAGES: readonly (readonly [string, number, Ask, string])[] = [
  ['200 with a web page, read', 200, read, OTHER(200)],
  ['200 with a web page, listed', 200, list, OTHER(200)],
  ['200 with a web page, written', 200, write, OTHER(200)],
  ['201 with a web page, written', 201, write, OTHER(201)],
  ['302 with a web page', 302, read, OTHER(302)],
  ['404 with a web page', 404, read, OTHER(404)],
  [
    '407',
    407,
    read,
    `${BROKEN} a proxy that no setting names returned 407 and wants a name and password; set HTTP_PROXY to http://<name>:<password>@<host>:<port>, percent-encoded`,
  ],
];

export const blobFaults: readonly EdgeFault[] = [
  ...PAGES.map(([cause, status, ask, sentence]) => ({
    ...{ edge: 'blob storage', cause, sentence },
    message: () => messageFor(status, undefined, ask),
  })),
  ...STORAGE.map(([status, code, sentence]) => ({
    ...{ edge: 'blob storage', cause: `${status} ${code}` },
    sentence: `${BROKEN} HOST returned ${status} (${code}): ${sentence} (request-id abcd-efgh)`,
    message: () => messageFor(status, code, write),
  })),
];
