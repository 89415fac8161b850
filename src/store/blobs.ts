import { type BlobServiceClient, type BlockBlobClient, type ContainerClient, RestError } from '@azure/storage-blob';
import { toStoreError } from './blob-error.ts';
import type { Store } from './store.ts';

/** Documents as block blobs of one container. Concurrency is the service's own: `If-Match` and `If-None-Match`. */
export function createBlobStore(service: BlobServiceClient, containerName: string): Store {
  const container = service.getContainerClient(containerName);
  return {
    list: (folder) => guard(container, () => list(container, folder)),
    read: (path, known) => guard(container, () => read(container.getBlockBlobClient(path), known)),
    write: (path, bytes, replaces) => guard(container, () => write(container, path, bytes, replaces)),
    removeAll: (folder) => guard(container, () => removeAll(container, folder)),
  };
}

/** What the account's own protection keeps, such as soft-deleted blobs and versions, stays for as long as that says. */
async function removeAll(container: ContainerClient, folder: string): Promise<void> {
  for (const name of await list(container, folder))
    await container.getBlockBlobClient(`${folder}/${name}`).deleteIfExists({ deleteSnapshots: 'include' });
}

async function list(container: ContainerClient, folder: string): Promise<readonly string[]> {
  const prefix = `${folder}/`;
  const names: string[] = [];
  try {
    for await (const { name } of container.listBlobsFlat({ prefix })) names.push(name.slice(prefix.length));
  } catch (error) {
    if (codeOf(error) !== 'ContainerNotFound') throw error;
  }
  return names;
}

async function read(blob: BlockBlobClient, known: string | undefined): ReturnType<Store['read']> {
  try {
    const response = await blob.download(0, undefined, {
      conditions: known === undefined ? {} : { ifNoneMatch: known },
    });
    if (response.requestId === undefined) throw notOfStorage(200);
    const chunks: Buffer[] = [];
    for await (const chunk of response.readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
    return { bytes: Buffer.concat(chunks), etag: response.etag ?? '' };
  } catch (error) {
    if (statusOf(error) === 304) return 'unchanged';
    if (/^(Blob|Container)NotFound$/.test(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

async function write(
  container: ContainerClient,
  path: string,
  bytes: Buffer,
  replaces: string | undefined,
): Promise<string | undefined> {
  const conditions = replaces === undefined ? { ifNoneMatch: '*' } : { ifMatch: replaces };
  try {
    const { etag } = await container.getBlockBlobClient(path).upload(bytes, bytes.length, { conditions });
    if (etag === undefined) throw notOfStorage(201);
    return etag;
  } catch (error) {
    // 409: the blob exists although it must not; 412: it has another ETag by now, or somebody holds a lease on it.
    // https://learn.microsoft.com/rest/api/storageservices/specifying-conditional-headers-for-blob-service-operations
    if (/^(ConditionNotMet|BlobAlreadyExists)$/.test(codeOf(error) ?? '')) return undefined;
    if (codeOf(error) !== 'ContainerNotFound') throw error;
  }
  await container.createIfNotExists();
  return write(container, path, bytes, replaces);
}

/** The response of somebody else, as of a login page. */
function notOfStorage(statusCode: number): RestError {
  return new RestError('not of storage', { statusCode });
}

function statusOf(error: unknown): number | undefined {
  return error instanceof RestError ? error.statusCode : undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof RestError ? error.code : undefined;
}

async function guard<T>(container: ContainerClient, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw toStoreError(error, container.containerName, new URL(container.url));
  }
}
