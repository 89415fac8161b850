import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/**
 * When the certificate in a PEM file ends: of several the first, which is the one that the identity library shows.
 * Undefined where there is none: whoever asks for a token with it says what is wrong.
 */
export async function certificateEnd(path: string): Promise<Date | undefined> {
  try {
    return new X509Certificate(await readFile(path)).validToDate;
  } catch {
    return undefined;
  }
}
