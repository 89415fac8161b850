import { RestError } from '@azure/storage-blob';
import { ReportError, StoreError } from '../errors/errors.ts';
import { connectionFault } from '../system/connection-fault.ts';
import { proxyFault } from '../system/proxy-fault.ts';

const ROLE = 'give the identity the role Storage Blob Data Owner on the storage account, which takes some minutes';
const LATER = 'a later run tries again';
const HTTPS = 'the storage account takes https only; write DefaultEndpointsProtocol=https in AzureWebJobsStorage';

/** https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes */
const CODES: Readonly<Record<string, string>> = {
  AuthorizationPermissionMismatch: `the identity may not do this; ${ROLE}`,
  InsufficientAccountPermissions:
    'the storage account itself forbids it, as a read-only secondary does; name the primary one in AzureWebJobsStorage',
  UnauthorizedBlobOverwrite: 'the shared access signature may not replace documents; give it the right to write',
  AuthorizationSourceIPMismatch:
    'the shared access signature is for other addresses; make one for that of this machine',
  AuthorizationProtocolMismatch: HTTPS,
  AccountRequiresHttps: HTTPS,
  AuthorizationFailure: 'the storage account is closed to this network; allow it under Networking of the account',
  PublicAccessNotPermitted: 'the request brought no credential; check AzureWebJobsStorage',
  NoAuthenticationInformation: 'the request brought no credential; check AzureWebJobsStorage',
  AuthenticationFailed:
    'the key or token is not accepted; check AccountKey in AzureWebJobsStorage, and the clock of this machine',
  InvalidAuthenticationInfo:
    'the token is not accepted; check that the storage account is in the tenant and the cloud of the identity',
  KeyBasedAuthenticationNotPermitted:
    'the storage account takes no keys; set AzureWebJobsStorage__accountName instead of AzureWebJobsStorage, and use an identity',
  AccountIsDisabled: 'the storage account is disabled; enable it in the portal',
  AccountBeingCreated: `the storage account is being created; ${LATER}`,
  ResourceNotFound: 'there is no such storage account; check AzureWebJobsStorage',
  ContainerBeingDeleted: 'the container is being deleted; wait some minutes, or name another one in HISTORY_STORE',
  ContainerDisabled: 'the container is disabled; name another one in HISTORY_STORE',
  BlobArchived: 'a document is in the archive tier; move it to the hot tier, and end the rule that archives it',
  BlobBeingRehydrated: `a document is on its way out of the archive tier; ${LATER}`,
  BlobImmutableDueToLegalHold:
    'a legal hold keeps blobs from being changed; name a container without it in HISTORY_STORE',
  BlobImmutableDueToPolicy: 'a policy keeps blobs from being changed; name a container without it in HISTORY_STORE',
  InvalidBlobType: 'a document has become a page or append blob; move it away, it is written anew',
  InvalidHeaderValue:
    'it does not know this version of the storage API; update Azurite, or start it with --skipApiVersionCheck',
  LeaseIdMissing: `somebody holds a lease on a document; break the lease, ${LATER}`,
  ServerBusy: `the storage account gets too many requests; ${LATER}`,
  OperationTimedOut: `the storage did not finish in time; ${LATER}`,
  InternalError: `the storage has a fault of its own; ${LATER}`,
};

/** The client's own error quotes the request with its URL: of it, codes are shown, and the id for Microsoft's support. */
export function toStoreError(error: unknown, container: string, url: URL): StoreError {
  return new StoreError(`The blob container ${container} (HISTORY_STORE) does not work: ${reasonOf(error, url)}`, {
    cause: error,
  });
}

function reasonOf(error: unknown, url: URL): string {
  if (error instanceof ReportError) return error.message;
  if (error instanceof Error && error.name === 'AbortError')
    return `${url.host} did not respond in time; check the network and the firewall on the way there, ${LATER}`;
  // The client cannot read a page that is no response of storage.
  if (error instanceof RangeError || error instanceof TypeError) return someoneElse(200, url);
  if (!(error instanceof RestError) || error.statusCode === undefined) return connectionFault(error, url).sentence;
  const { statusCode: status, code, response } = error;
  const id = response?.headers.get('x-ms-request-id');
  const isNamed = id !== undefined || response?.headers.has('x-ms-error-code') || (code ?? '') in CODES;
  if (!isNamed) return someoneElse(status, url);
  const advice = code === undefined ? byStatus(status) : (CODES[code] ?? byFamily(code) ?? byStatus(status));
  return `${url.host} returned ${status}${code ? ` (${code})` : ''}: ${advice}${id === undefined ? '' : ` (request-id ${id})`}`;
}

/** Storage names each of its responses: what has no name comes from a proxy, a firewall or a login page. */
function someoneElse(status: number, url: URL): string {
  const fault = status >= 400 ? proxyFault(status, url) : undefined;
  if (fault !== undefined) return fault.sentence;
  return `something other than blob storage returned ${status} for ${url.host}; ask who runs the proxy or firewall on the way, and check AzureWebJobsStorage`;
}

/** The key of the customer in Key Vault: https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview */
function byFamily(code: string): string | undefined {
  if (!code.startsWith('KeyVault')) return undefined;
  return "the storage account cannot reach the customer's key that encrypts it; restore the key or its permissions in Key Vault";
}

function byStatus(status: number): string {
  if (status === 401 || status === 403) return `it does not let the app in; ${ROLE}`;
  if (status === 409) return 'the state of the document or container does not allow it; look at both in the portal';
  if (status === 412) return `somebody holds a document; break its lease, ${LATER}`;
  if (status === 429) return `the storage account gets too many requests; ${LATER}`;
  return status >= 500 ? `the storage has a fault of its own; ${LATER}` : 'check AzureWebJobsStorage';
}
