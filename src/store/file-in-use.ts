import { setTimeout } from 'node:timers/promises';

/** A virus scanner or a backup has a file open for a fraction of a second; a little more than a second in all. */
const WAITS_MS = [20, 40, 80, 160, 320, 640];

/**
 * Whether an operation failed because another program has the file open. Windows says EBUSY then, and EPERM or EACCES
 * of a file that is being removed (https://github.com/libuv/libuv/blob/v1.x/src/win/error.c); elsewhere these two mean
 * that rights are missing, which waiting does not fix.
 */
export function isInUse(error: unknown, platform: NodeJS.Platform = process.platform): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EBUSY' || (platform === 'win32' && (code === 'EPERM' || code === 'EACCES'));
}

/** Try an operation that changes nothing when it fails again for a moment while another program has its file open. */
export async function retryWhileInUse<T>(operation: () => Promise<T>): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await operation();
    } catch (error) {
      if (!isInUse(error)) throw error;
    }
    await setTimeout(wait);
  }
  return operation();
}
