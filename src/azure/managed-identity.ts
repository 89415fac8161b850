import { ReportError } from '../errors/errors.ts';
import type { Environment } from '../system/environment.ts';
import { isJson } from '../system/json.ts';
import type { Exchange } from './watched-client.ts';

/** Of every virtual machine on Azure, and of nothing elsewhere. */
const IMDS = '169.254.169.254';

/** What names a user-assigned identity, and whether it does. */
export interface ClientIdSetting {
  readonly setting: string;
  readonly isSet: boolean;
}

export function isIdentityEndpoint({ hostname, origin }: URL, env: Environment): boolean {
  const own = env.IDENTITY_ENDPOINT ?? env.MSI_ENDPOINT;
  return hostname === IMDS || (own !== undefined && URL.parse(own)?.origin === origin);
}

/** Whether nobody who knows of identities was reached, where one was only looked for. */
export function isMissing({ url, response }: Exchange, env: Environment): boolean {
  const isWanted = env.AZURE_TOKEN_CREDENTIALS?.trim().toLowerCase() === 'managedidentitycredential';
  return url.hostname === IMDS && !isWanted && !isJson(response?.body ?? '');
}

/**
 * What an endpoint's response means that has no token.
 * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
 */
export function identityError(
  { hostname }: URL,
  { status, body }: NonNullable<Exchange['response']>,
  who: string,
  { setting, isSet }: ClientIdSetting,
): ReportError {
  const returned = `${who}: it returned ${status}`;
  if (hostname === IMDS && status !== 404 && status < 500 && !isJson(body)) {
    const advice =
      'this machine is not one of Azure, or a firewall is in between; choose another credential in AZURE_TOKEN_CREDENTIALS';
    return new ReportError('unauthorized', `${who}: what returned ${status} at ${IMDS} is none; ${advice}`);
  }
  if (status < 400)
    return new ReportError('network', `${returned} without a token; check IDENTITY_ENDPOINT, or restart the app`);
  if (status === 400) {
    const advice = isSet
      ? `the app has no identity with the client id in ${setting}; assign that identity to it, or correct the setting`
      : `the app has no system-assigned identity; turn it on, or name a user-assigned one in ${setting}`;
    return new ReportError('unauthorized', `${returned}; ${advice}`);
  }
  if (status === 401 || status === 403)
    return new ReportError(
      'unauthorized',
      `${returned}: it does not accept IDENTITY_HEADER; restart the app, which renews it`,
    );
  if (status === 404 || status === 410)
    return new ReportError(
      'network',
      `${returned}: the identity is being changed, or IDENTITY_ENDPOINT is wrong; a later run tries again`,
    );
  if (status === 429)
    return new ReportError('throttled', `${returned}: it gets too many requests; a later run tries again`);
  if (status >= 500)
    return new ReportError(
      'network',
      `${returned}: it does not work; if this stays, restart the app, a later run tries again`,
    );
  return new ReportError('unauthorized', `${returned}; check the identity of the app`);
}
