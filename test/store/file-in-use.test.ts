import { readdir, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInUse } from '../../src/store/file-in-use.ts';
import { createFolderStore, FILE_SYSTEM, type FileSystem } from '../../src/store/folder.ts';
import { overwriteJson, type Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../support/run.ts';

describe('a folder whose files another program has open', () => {
  it('takes a write although the generation before it cannot be removed, and removes it with a later write', async () => {
    const { folder, store, inUse } = await openStoreInUse();
    await overwriteJson(store, 'a.json', { number: 1 });
    inUse.add('a.json.v1');

    await overwriteJson(store, 'a.json', { number: 2 });
    await overwriteJson(store, 'a.json', { number: 3 });

    // Without a gap: that is how a reader which knows the first one sees that there are others.
    expect((await readdir(folder)).toSorted()).toEqual(['a.json.v1', 'a.json.v2', 'a.json.v3']);
    expect(await textOf(store)).toBe('{"number":3}');

    inUse.clear();
    await overwriteJson(store, 'a.json', { number: 4 });

    expect(await readdir(folder)).toEqual(['a.json.v4']);
  });

  it('shows the newest generation to a reader that knows one which could not be removed', async () => {
    const { store, inUse } = await openStoreInUse();
    await overwriteJson(store, 'a.json', { number: 1 });
    const known = await store.read('a.json');
    inUse.add('a.json.v1');
    await overwriteJson(store, 'a.json', { number: 2 });
    await overwriteJson(store, 'a.json', { number: 3 });

    const etag = typeof known === 'object' ? known.etag : '';
    expect(await store.read('a.json', etag)).toMatchObject({ bytes: Buffer.from('{"number":3}') });
  });

  it('takes a write although its temporary file cannot be removed, and removes it when it is old', async () => {
    const { folder, store, inUse } = await openStoreInUse();
    inUse.add('.tmp');

    expect(await store.write('a.json', Buffer.from('one'), undefined)).toEqual(expect.any(String));

    const left = (await readdir(folder)).find((name) => name.endsWith('.tmp')) ?? '';
    await utimes(join(folder, left), 0, 0);
    await overwriteJson(store, 'a.json', { number: 2 });
    expect(await readdir(folder)).toContain(left);

    inUse.clear();
    await overwriteJson(store, 'a.json', { number: 3 });
    expect(await readdir(folder)).not.toContain(left);
  });

  it('has lost to another writer although it cannot take its own generation back', async () => {
    const { folder, store, inUse } = await openStoreInUse();
    await store.write('a.json', Buffer.from('one'), undefined);
    const known = await store.read('a.json');
    await FILE_SYSTEM.link(join(folder, 'a.json.v1'), join(folder, 'a.json.v3'));
    inUse.add('a.json.v2');

    const etag = typeof known === 'object' ? known.etag : '';
    expect(await store.write('a.json', Buffer.from('two'), etag)).toBeUndefined();
    expect(await textOf(store)).toBe('one');
  });

  it.each(['readFile', 'readdir', 'statSync', 'link'] as const)('tries %s again for a moment', async (operation) => {
    const folder = await temporaryFolder();
    await overwriteJson(createFolderStore(folder), 'a.json', { number: 1 });
    const store = createFolderStore(folder, failing(operation, 2));

    await overwriteJson(store, 'a.json', { number: 2 });

    expect(await textOf(createFolderStore(folder))).toBe('{"number":2}');
  });

  it('says so when it does not end', async () => {
    const folder = await temporaryFolder();
    await overwriteJson(createFolderStore(folder), 'a.json', { number: 1 });

    await expect(createFolderStore(folder, failing('readFile', 99)).read('a.json')).rejects.toMatchObject({
      name: 'StoreError',
      message:
        `The folder ${folder} (HISTORY_STORE) does not work: another program has a file in it open (EBUSY), such as a ` +
        'virus scanner, a backup or an editor; close it, or exclude the folder from it',
    });
  });
});

it.each<[string, NodeJS.Platform, boolean]>([
  ['EBUSY', 'win32', true],
  ['EPERM', 'win32', true],
  ['EACCES', 'win32', true],
  ['EBUSY', 'linux', true],
  ['EPERM', 'linux', false],
  ['EACCES', 'darwin', false],
  ['ENOENT', 'win32', false],
])('%s on %s may be over in a moment: %s', (code, platform, isShort) => {
  expect(isInUse(errorOf(code, 'open'), platform)).toBe(isShort);
});

describe('a folder that cannot be', () => {
  it('is not taken for an empty one where its drive is not there', async () => {
    const folder = join(await temporaryFolder(), 'm365');
    const store = createFolderStore(folder, failing('stat', 99, 'ENOENT'));
    const inUse = {
      name: 'StoreError',
      message:
        `The folder ${folder} (HISTORY_STORE) does not work: the drive, the share or a folder on the way to it is not ` +
        'there (ENOENT); connect it, or choose another folder. Services and scheduled tasks do not see the drives that ' +
        'a user has mapped: name the share, \\\\server\\share\\folder',
    };

    await expect(store.read('a.json')).rejects.toMatchObject(inUse);
    await expect(store.list('a')).rejects.toMatchObject(inUse);
    expect(await createFolderStore(folder).read('a.json')).toBeUndefined();
  });

  it.each(['EISDIR', 'ENOTSUP', 'ENOSYS'])('is on a file system without hard links (%s)', async (code) => {
    const store = createFolderStore(await temporaryFolder(), failing('link', 99, code));

    await expect(store.write('a.json', Buffer.from(''), undefined)).rejects.toMatchObject({
      message: expect.stringMatching(
        `its file system has no hard links \\(${code}\\); use another one, such as ext4 or NTFS, or a blob container$`,
      ),
    });
  });
});

/** A store in which `unlink` fails for the files whose names end in one of `inUse`. */
async function openStoreInUse() {
  const folder = await temporaryFolder();
  const inUse = new Set<string>();
  const unlink: FileSystem['unlink'] = async (path) => {
    const name = basename(String(path));
    if ([...inUse].some((ending) => name.endsWith(ending))) throw errorOf('EBUSY', 'unlink');
    await FILE_SYSTEM.unlink(path);
  };
  return { folder, inUse, store: createFolderStore(folder, { ...FILE_SYSTEM, unlink }) };
}

/** A file system in which an operation fails so many times at first. */
function failing(operation: keyof FileSystem, times: number, code = 'EBUSY'): FileSystem {
  let left = times;
  return new Proxy(FILE_SYSTEM, {
    get: (target, name: keyof FileSystem) => {
      if (name !== operation || left === 0) return target[name];
      left -= 1;
      return () => {
        throw errorOf(code, operation);
      };
    },
  });
}

function errorOf(code: string, syscall: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code, syscall });
}

async function textOf(store: Store): Promise<string> {
  const stored = await store.read('a.json');
  return typeof stored === 'object' ? stored.bytes.toString() : '';
}
