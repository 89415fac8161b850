import { createHash } from 'node:crypto';

/** Between 0 and 1, and always the same for a text. */
export function randomOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
