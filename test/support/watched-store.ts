import { readdir } from 'node:fs/promises';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { createBlobStore } from '../../src/store/blobs.ts';
import { createFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import { startAzurite } from './azurite.ts';
import { serve } from './loopback.ts';
import { temporaryFolder } from './run.ts';

/** A store that tells of the writes another process has not finished. It ends with the test. */
export interface WatchedStore {
  readonly environment: Readonly<Record<string, string>>;
  readonly store: Store;
  readonly unfinishedWrites: (tenant: string) => Promise<number>;
}

/** An unfinished write leaves a temporary file, or the generation it has replaced. */
export async function watchFolder(): Promise<WatchedStore> {
  const folder = await temporaryFolder();
  return {
    environment: { HISTORY_STORE: `file:${folder}` },
    store: createFolderStore(folder),
    unfinishedWrites: async (tenant) => {
      const names = await readdir(join(folder, tenant), { recursive: true }).catch(() => []);
      const documents = names.flatMap((name) => /^(.+)\.v\d+$/.exec(name)?.[1] ?? []);
      const replaced = documents.length - new Set(documents).size;
      return names.filter((name) => name.endsWith('.tmp')).length + replaced;
    },
  };
}

/** Azurite behind a server that counts the writes that have begun and have no response yet. */
export async function watchAzurite(): Promise<WatchedStore> {
  const direct = await startAzurite();
  const endpoint = /BlobEndpoint=([^;]+);/.exec(direct)?.[1] ?? '';
  const open = new Set<IncomingMessage>();
  const origin = await serve((request, response) => {
    if (request.method === 'PUT') open.add(request);
    response.on('close', () => open.delete(request));
    passOn(new URL(endpoint).origin, request, response);
  });
  const connection = direct.replace(new URL(endpoint).origin, origin);
  return {
    environment: { HISTORY_STORE: 'blob:usage-reports', AzureWebJobsStorage: connection },
    store: createBlobStore(BlobServiceClient.fromConnectionString(direct), 'usage-reports'),
    unfinishedWrites: async () => open.size,
  };
}

/** A caller that dies takes what it has not sent completely along. */
export function passOn(origin: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, rawHeaders } = request;
  const named = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[name.toLowerCase()]]] : []));
  const target = { ...Object.fromEntries(named), host: headers.host };
  const onward = ask(`${origin}${request.url}`, { method, headers: target }, (upstream) => {
    response.writeHead(upstream.statusCode ?? 500, upstream.headers);
    upstream.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.on('close', () => {
    if (!request.complete) onward.destroy();
  });
  request.pipe(onward);
}
