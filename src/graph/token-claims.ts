import { WrongDirectoryError } from '../errors/errors.ts';

/** What a Graph token says of its permissions. */
export interface TokenClaims {
  /** Application permissions. */
  readonly roles: readonly string[];
  /** Delegated permissions; undefined in an application's token. */
  readonly scopes: readonly string[] | undefined;
  /** The tenant that it is for; undefined in a token that does not tell. */
  readonly directory?: string | undefined;
  /** Template ids of the signed-in user's Entra roles; undefined in a token that does not tell them. */
  readonly entraRoles: readonly string[] | undefined;
}

export const PERMISSION = 'Reports.Read.All';

/**
 * Entra roles whose users may read usage reports with a delegated token, and others besides them: the two last ones are
 * not on https://learn.microsoft.com/graph/reportroot-authorization, but the reports are among what they may read by
 * https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
export const REPORT_ROLES: Readonly<Record<string, string>> = {
  '4a5d8f65-41da-4de4-8968-e035b65339cf': 'Reports Reader',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
  '29232cdf-9323-42fd-ade2-1d097af3e4de': 'Exchange Administrator',
  'f28a1f50-f6e7-4571-818b-6a12f2af6b6c': 'SharePoint Administrator',
  '75941009-915a-4869-abe7-691bff18279e': 'Skype for Business Administrator',
  '69091246-20e8-4a56-aa4d-066075b2a7a8': 'Teams Administrator',
  'baf37b3a-610e-45da-9e62-d9d1e5e8914b': 'Teams Communications Administrator',
  '75934031-6c7e-415a-99d7-48dbd49e875e': 'Usage Summary Reports Reader',
  'd2562ede-74db-457e-a7b6-544e236ebb61': 'AI Administrator',
  '27460883-1df1-4691-b032-3b79643e5e63': 'User Experience Success Manager',
};

/** The claims of a token, unverified: Graph verifies it, we only explain. Undefined when it is not a JWT. */
export function readClaims(token: string): TokenClaims | undefined {
  try {
    const { roles, scp, wids, tid } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return {
      roles: texts(roles),
      scopes: typeof scp === 'string' ? scp.split(' ') : undefined,
      directory: typeof tid === 'string' ? tid.toLowerCase() : undefined,
      entraRoles: Array.isArray(wids) ? texts(wids) : undefined,
    };
  } catch {
    return undefined;
  }
}

function texts(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.map(String) : [];
}

/**
 * Lets no token pass that is for another directory than it was asked for: the numbers of one tenant would be stored as
 * those of another.
 *
 * @throws WrongDirectoryError
 */
export function checkDirectory(token: string, directory: string): void {
  const found = readClaims(token)?.directory;
  if (found === directory) return;
  const whose = found === undefined ? 'does not tell its directory' : `is for the directory ${found}`;
  const advice = 'nothing was stored; check the id of the tenant and its credential';
  throw new WrongDirectoryError(`the token ${whose}, and the tenant is declared with ${directory}: ${advice}`);
}

/** The permission that a token lacks, and without which Graph refuses it; undefined where it has it. */
export function whatIsMissing({ roles, scopes }: TokenClaims): string | undefined {
  if (scopes === undefined) {
    if (roles.includes(PERMISSION)) return undefined;
    return `the application lacks the permission ${PERMISSION}; grant it with admin consent, then wait up to an hour`;
  }
  if (scopes.includes(PERMISSION)) return undefined;
  return `the signed-in user's token lacks the delegated permission ${PERMISSION}; consent to it, or sign in as an application that has it`;
}

/** Why Graph returns 403 to a token; roles are looked at only now, since Microsoft lets in more than it documents. */
export function whyForbidden(claims: TokenClaims | undefined): string {
  if (claims === undefined) {
    return (
      `grant the application permission ${PERMISSION} with admin consent, or give a signed-in user the ` +
      'Entra role Reports Reader; a new grant takes up to an hour'
    );
  }
  const elsewhere =
    'it may be disabled in Entra, Conditional Access may block it, or the tenant restricts who reads usage reports; look at its sign-in logs, or ask Microsoft about this request';
  const has = `the token has the permission ${PERMISSION}`;
  const missing = whatIsMissing(claims);
  if (missing !== undefined) return missing;
  if (claims.scopes === undefined) return `${has}, so the application is kept out by something else: ${elsewhere}`;
  if (claims.entraRoles === undefined)
    return `${has} but does not tell the Entra roles of the signed-in user; assign Reports Reader, then sign in again`;
  if (claims.entraRoles.some((role) => role in REPORT_ROLES))
    return `${has} and an Entra role that may read reports, so the signed-in user is kept out by something else: ${elsewhere}`;
  return `${has}, but the signed-in user has no Entra role that Microsoft lists for usage reports; assign Reports Reader, then sign in again`;
}
