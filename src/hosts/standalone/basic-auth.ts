import { createHash } from 'node:crypto';
import type { WebConfig } from './web-config.ts';

/** Of no password: comparing with it takes as long as with a user's, so that nobody learns which users there are. */
const NOBODY = '$2b$10$tZGwo/ab0VtDOjfr.Or2U.G2R1xJmcgiWhpR7cGqBRYRH4sD3c5Nm';

/** Whether a request may read, by its Authorization header. */
export type Authenticate = (authorization: string | undefined) => Promise<boolean>;

/** Comparing with a bcrypt hash is slow on purpose, and a scraper comes every minute: what was right stays right. */
export function basicAuth(users: WebConfig['users']): Authenticate {
  if (users.size === 0) return async () => true;
  const known = new Set<string>();
  return async (authorization) => {
    if (authorization === undefined) return false;
    const digest = createHash('sha256').update(authorization).digest('base64');
    if (known.has(digest)) return true;
    const { user, password } = credentialsIn(authorization);
    const { compare } = await import('bcryptjs');
    const isRight = await compare(password, users.get(user) ?? NOBODY);
    if (isRight && users.has(user)) known.add(digest);
    return isRight && users.has(user);
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc7617 */
function credentialsIn(authorization: string): { readonly user: string; readonly password: string } {
  const [, encoded = ''] = /^Basic +([A-Za-z\d+/]+=*)$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? { user: '', password: '' } : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
