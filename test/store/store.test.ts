import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { listOf, stored as object } from '../../src/history/stored.ts';
import { createBlobStore } from '../../src/store/blobs.ts';
import { createFolderStore } from '../../src/store/folder.ts';
import { readJson, type Store, updateJson } from '../../src/store/store.ts';
import { startAzurite } from '../support/azurite.ts';
import { temporaryFolder } from '../support/run.ts';

const KINDS: readonly (readonly [string, () => Promise<Store>])[] = [
  ['a folder', async () => createFolderStore(await temporaryFolder())],
  [
    'a blob container',
    async () => createBlobStore(BlobServiceClient.fromConnectionString(await startAzurite()), 'usage-reports'),
  ],
];

describe.each(KINDS)('%s', (_, open) => {
  it('has nothing at first, and keeps what is written to it', async () => {
    const store = await open();

    expect(await store.read('tenant/a.json')).toBeUndefined();
    expect(await store.write('tenant/a.json', Buffer.from('one'), undefined)).toEqual(expect.any(String));
    expect((await stored(store)).bytes.toString()).toBe('one');
  });

  it('tells when a document is the one that is known', async () => {
    const store = await open();
    await store.write('tenant/a.json', Buffer.from('one'), undefined);
    const { etag } = await stored(store);

    expect(await store.read('tenant/a.json', etag)).toBe('unchanged');
    await store.write('tenant/a.json', Buffer.from('two'), etag);
    expect(await store.read('tenant/a.json', etag)).toMatchObject({ bytes: Buffer.from('two') });
  });

  it('refuses to replace what has changed since it was read, and what is not known to be there', async () => {
    const store = await open();
    await store.write('tenant/a.json', Buffer.from('one'), undefined);
    const { etag } = await stored(store);
    await store.write('tenant/a.json', Buffer.from('two'), etag);

    expect(await store.write('tenant/a.json', Buffer.from('three'), etag)).toBeUndefined();
    expect(await store.write('tenant/a.json', Buffer.from('three'), undefined)).toBeUndefined();
    expect((await stored(store)).bytes.toString()).toBe('two');
  });

  it('loses no change of twenty writers at once', async () => {
    const store = await open();
    const writers = Array.from({ length: 20 }, (_, index) => `writer-${index}`);

    await Promise.all(writers.map((name) => updateJson(store, 'tenant/a.json', NAMES, (last) => withName(last, name))));

    expect((await readJson(store, 'tenant/a.json', NAMES))?.names.toSorted()).toEqual(writers.toSorted());
  });

  it.each(['{"version":1,', '{"version":{"toString":false}}', '{"version":"2"}'])(
    'says of the corrupt document %s which one it is and what to do',
    async (text) => {
      const store = await open();
      await store.write('tenant/a.json', Buffer.from(text), undefined);

      await expect(updateJson(store, 'tenant/a.json', NAMES, (last) => withName(last, 'x'))).rejects.toMatchObject({
        name: 'StoreError',
        document: 'tenant/a.json',
        message: 'tenant/a.json in the store is corrupt; restore it from a backup, or move it away to start over',
      });
      expect((await stored(store)).bytes.toString()).toBe(text);
    },
  );
});

/** Of one tenant; the last of each are no names of this program, and could be somebody's. */
const OWN = ['t1/a.json', 't1/history/getX/2026.json', 't1/corrupt/getX.json', "t1/it's [1] +&#%2f ä.json"];
const OTHERS = ['t10/a.json', 't1.x/a.json', 't1-b/a.json', 't/a.json', 'x/t1/a.json', '_tenants/declared.json'];

describe.each(KINDS)('%s', (_, open) => {
  it('forgets everything below a folder, and nothing else', async () => {
    const store = await open();
    for (const path of [...OWN, ...OTHERS]) await store.write(path, Buffer.from(path), undefined);

    await store.removeAll('t1');

    for (const path of OWN) expect(await store.read(path), path).toBeUndefined();
    for (const path of OTHERS) expect(await store.read(path), path).toMatchObject({ bytes: Buffer.from(path) });
    expect(await store.write('t1/a.json', Buffer.from('again'), undefined)).toEqual(expect.any(String));
  });

  it('has nothing to forget where nothing is', async () => {
    const store = await open();

    await store.removeAll('t1');
    await store.write('t2/a.json', Buffer.from('two'), undefined);
    await store.removeAll('t1');

    expect(await store.list('t2')).toEqual(['a.json']);
  });
});

describe('a blob container', () => {
  it('forgets names that another program has written, and snapshots, and takes no path for another one', async () => {
    const service = BlobServiceClient.fromConnectionString(await startAzurite());
    const container = service.getContainerClient('usage-reports');
    await container.create();
    const put = async (name: string) => (await container.uploadBlockBlob(name, 'x', 1)).blockBlobClient;
    for (const name of ['t1/../t2/a.json', 't1/%2e%2e/b', 't1//', 't1/a?b=c#d', 'T1/a.json', 't2/a.json'])
      await put(name);
    await (await put('t1/kept.json')).createSnapshot();

    await createBlobStore(service, 'usage-reports').removeAll('t1');

    const left = await Array.fromAsync(container.listBlobsFlat({ includeSnapshots: true }));
    expect(left.map(({ name }) => name)).toEqual(['T1/a.json', 't2/a.json']);
  });
});

describe('a folder', () => {
  it('keeps one file per document', async () => {
    const folder = await temporaryFolder();
    const store = createFolderStore(folder);

    for (let round = 0; round < 5; round += 1) await updateJson(store, 'a.json', NAMES, (last) => withName(last, 'x'));

    expect(await readdir(folder)).toEqual(['a.json.v5']);
  });

  it('does not see the half-written file of a writer that was killed', async () => {
    const folder = await temporaryFolder();
    const store = createFolderStore(folder);
    await updateJson(store, 'a.json', NAMES, (last) => withName(last, 'x'));

    await writeFile(join(folder, 'a.json.0b3f.tmp'), '{"ver');

    expect(await readJson(store, 'a.json', NAMES)).toEqual({ version: 1, names: ['x'] });
  });

  it.each(['a.json.v', 'a.json.v07', 'a.json.v9x'])(
    'does not take a file named %s for one of its own',
    async (name) => {
      const folder = await temporaryFolder();
      const store = createFolderStore(folder);
      await updateJson(store, 'a.json', NAMES, (last) => withName(last, 'x'));

      await writeFile(join(folder, name), '{}');

      expect((await readJson(store, 'a.json', NAMES))?.names).toEqual(['x']);
    },
  );

  it('does not fall behind a writer that slept through two others', async () => {
    const folder = await temporaryFolder();
    const store = createFolderStore(folder);
    await updateJson(store, 'a.json', NAMES, (last) => withName(last, 'one'));
    await updateJson(store, 'a.json', NAMES, (last) => withName(last, 'two'));
    await updateJson(store, 'a.json', NAMES, (last) => withName(last, 'three'));

    await writeFile(join(folder, 'a.json.v2'), '{"version":1,"names":["one","late"]}');

    expect((await readJson(store, 'a.json', NAMES))?.names).toEqual(['one', 'two', 'three']);
  });

  it.each([
    ['before it could remove the older one', 'a.json.v2'],
    ['although another one has lost to it since', 'a.json.v3'],
  ])('sees what a writer published that was killed, %s', async (_, published) => {
    const folder = await temporaryFolder();
    const store = createFolderStore(folder);
    await store.write('tenant/a.json', Buffer.from('one'), undefined);
    const { etag } = await stored(store);

    await writeFile(join(folder, 'tenant', published), 'two');

    expect(await store.write('tenant/a.json', Buffer.from('other'), etag)).toBeUndefined();
    expect(await store.read('tenant/a.json', etag)).toMatchObject({ bytes: Buffer.from('two') });
  });

  it('knows a document that was begun anew from the one of the same number', async () => {
    const folder = await temporaryFolder();
    const store = createFolderStore(folder);
    await store.write('tenant/a.json', Buffer.from('one'), undefined);
    const { etag } = await stored(store);
    await rm(join(folder, 'tenant'), { recursive: true });
    await setTimeout(5);
    await store.write('tenant/a.json', Buffer.from('anew'), undefined);

    expect(await store.read('tenant/a.json', etag)).toMatchObject({ bytes: Buffer.from('anew') });
    expect(await store.write('tenant/a.json', Buffer.from('two'), etag)).toBeUndefined();
  });
});

describe('a blob container', () => {
  it('says what is wrong with it, and not its key', async () => {
    const nowhere = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:1/a;`;
    const store = createBlobStore(
      BlobServiceClient.fromConnectionString(nowhere, { retryOptions: { maxTries: 1 } }),
      'usage-reports',
    );

    const error = await store.read('a.json').catch((caught: unknown) => caught);

    expect(error).toMatchObject({
      name: 'StoreError',
      message: expect.stringMatching(/container usage-reports .* does not work/),
    });
    expect(String(error)).not.toContain('c2VjcmV0');
  });
});

const NAMES = object({ version: v.number(), names: listOf(v.string()) });
type Names = v.InferOutput<typeof NAMES>;

function withName(last: Names | undefined, name: string): Names {
  return { version: 1, names: [...(last?.names ?? []), name] };
}

async function stored(store: Store) {
  const document = await store.read('tenant/a.json');
  if (document === undefined || document === 'unchanged') throw new Error('nothing is stored');
  return document;
}
