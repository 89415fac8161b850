import { rm } from 'node:fs/promises';
import { codeOf } from '../errors/system-error.ts';

/** For a virus scanner that has just found a new file: a second and a half in all. */
const PATIENCE = { maxRetries: 5, retryDelay: 100 };

/** Remove what the demo made. Undefined, or a sentence where it stays, which is no failure of the demo. */
export async function removeData(path: string, remove: typeof rm = rm): Promise<string | undefined> {
  try {
    await remove(path, { recursive: true, force: true, ...PATIENCE });
    return undefined;
  } catch (error) {
    return `${path} of the demo could not be removed (${codeOf(error)}); close what has it open, then remove it yourself`;
  }
}
