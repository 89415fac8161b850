import { RestError } from '@azure/storage-blob';
import { ReportError, StoreError } from '../errors/errors.ts';
import { connectionFault } from '../system/connection-fault.ts';
import { proxyFault } from '../system/proxy-fault.ts';

const ROLE = 'give the identity the role Storage Blob Data Owner on the storage account, which takes some minutes';
const LATER = 'a later run tries again';

/** https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes */
const CODES: Readonly<Record<string, string>> = {
  AuthorizationPermissionMismatch: `the identity may not do this; ${ROLE}`,
  InsufficientAccountPermissions: `the identity may not do this; ${ROLE}`,
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
  BlobImmutableDueToPolicy: 'a policy keeps blobs from being changed; name a container without it in HISTORY_STORE',
  LeaseIdMissing: `somebody holds a lease on a document; break the lease, ${LATER}`,
  ServerBusy: `the storage account gets too many requests; ${LATER}`,
  OperationTimedOut: `the storage did not finish in time; ${LATER}`,
  InternalError: `the storage has a fault of its own; ${LATER}`,
};

/** The client's own error quotes the request with its URL: of it, codes are told, and the id for Microsoft's support. */
export function toStoreError(error: unknown, container: string, url: URL): StoreError {
  return new StoreError(`The blob container ${container} (HISTORY_STORE) does not work: ${reasonOf(error, url)}`, {
    cause: error,
  });
}

function reasonOf(error: unknown, url: URL): string {
  if (error instanceof ReportError) return error.message;
  if (error instanceof Error && error.name === 'AbortError')
    return `${url.host} did not respond in time; check the network and the firewall on the way there, ${LATER}`;
  if (!(error instanceof RestError) || error.statusCode === undefined) return connectionFault(error, url).sentence;
  const { statusCode: status, code, response } = error;
  const id = response?.headers.get('x-ms-request-id');
  const fault = id === undefined ? proxyFault(status, url) : undefined;
  if (fault !== undefined) return fault.sentence;
  const advice = (code && CODES[code]) ?? byStatus(status);
  return `${url.host} returned ${status}${code ? ` (${code})` : ''}: ${advice}${id === undefined ? '' : ` (request-id ${id})`}`;
}

function byStatus(status: number): string {
  if (status === 403) return `it does not let the app in; ${ROLE}`;
  return status >= 500 ? `the storage has a fault of its own; ${LATER}` : 'check AzureWebJobsStorage';
}
