import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../errors/system-error.ts';

/** Makes a folder and those on the way to it. @throws what the operating system says of the first that cannot be made */
export async function makeFolder(folder: string, make: typeof mkdir = mkdir): Promise<void> {
  await make(folder, { recursive: true }).catch(async (error: unknown) => {
    throw (await refusalOf(folder, make)) ?? error;
  });
}

/**
 * Node.js calls every error of a folder that is not there ENOENT, that of a file system which is read-only for one.
 * @see https://github.com/nodejs/node/blob/v24.x/src/node_file.cc MKDirpSync
 */
async function refusalOf(folder: string, make: typeof mkdir): Promise<unknown> {
  const error: unknown = await make(folder).catch((reason: unknown) => reason);
  const isAbove = codeOf(error) === 'ENOENT' && dirname(folder) !== folder;
  if (isAbove) return refusalOf(dirname(folder), make);
  return codeOf(error) === 'EEXIST' ? undefined : error;
}
