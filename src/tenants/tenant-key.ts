import { isNameOnWindows } from '../settings/folder-name.ts';

/** A folder in the store, a part of a URL and the value of a label at once; what begins with `_` is the program's own. */
const KEY = /^[a-z\d](?:[a-z\d._-]{0,62}[a-z\d])?$/i;

const RULE =
  'use 1 to 64 lowercase letters, digits, dots, hyphens and underscores, with a letter or digit at both ends';

/** JavaScript gives these a meaning of its own. */
const RESERVED = /^(constructor|prototype)$/i;

/**
 * Whether a text may be a tenant's key. Capitals are those of a folder that is there already: new keys have none, and
 * no two keys differ in case alone.
 */
export function isTenantKey(text: string): boolean {
  return KEY.test(text) && !text.includes('..') && !RESERVED.test(text) && isNameOnWindows(text);
}

/** What is wrong with the key of a new tenant, after "the key"; undefined where nothing is. */
export function keyProblem(key: string, formerTenant?: string): string | undefined {
  if (key.length > 64) return `has ${key.length} characters; ${RULE}`;
  const shown = `is ${JSON.stringify(key)}`;
  if (!KEY.test(key)) return `${shown}; ${RULE}`;
  if (key.includes('..')) return `${shown}, which has two dots in a row; ${RULE}`;
  if (RESERVED.test(key)) return `${shown}, which is reserved; use another name`;
  if (!isNameOnWindows(key)) return `${shown}, a device of Windows; use another name`;
  return key !== key.toLowerCase() && key !== formerTenant
    ? `${shown}; use lowercase letters: ${key.toLowerCase()}`
    : undefined;
}
