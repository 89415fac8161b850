import { ReportError } from '../errors/errors.ts';
import { connectionFault } from '../system/connection-fault.ts';
import type { Environment } from '../system/environment.ts';
import { proxyFault } from '../system/proxy-fault.ts';
import { certificateProblem, credentialFileProblem } from './credential-files.ts';
import { entraCodeIn, entraSentence } from './entra-codes.ts';
import { type ClientIdSetting, identityError, isIdentityEndpoint, isMissing } from './managed-identity.ts';
import { toRequestId, withRequestId } from './request-id.ts';
import type { Exchange } from './watched-client.ts';

/** What became of a wish for a token. */
export interface FailedToken {
  /** What the token is for, in words. */
  readonly what: string;
  readonly error: unknown;
  /** The last request, if there was one. */
  readonly exchange: Exchange | undefined;
  /** Whether the wait for it was cut off. */
  readonly isLate: boolean;
  readonly env: Environment;
  readonly clientId?: ClientIdSetting;
  /** What a code of Entra means, where it means something else than for the app's own credential. */
  readonly meaningOf?: ((code: string) => string | undefined) | undefined;
  /** Of one of many tenants. */
  readonly ofTenant?: TenantProof | undefined;
}

/** What proves that the process may ask for a token for one of many tenants. */
export interface TenantProof {
  /** The setting that holds it, or names it. */
  readonly setting: string;
  /** Undefined where it is no certificate. */
  readonly certificatePath?: string | undefined;
  /** What to do where there is nothing. */
  readonly advice: string;
}

const DEFAULT = { setting: 'AZURE_CLIENT_ID', isSet: false };

/** Why there is no token: the response that came, the file, or the setting. No token and no secret is in it. */
export async function toTokenError(failed: FailedToken): Promise<ReportError> {
  const { exchange, what, isLate, env, meaningOf } = failed;
  if (exchange !== undefined && saysWhy(exchange, failed)) return fromExchange(exchange, failed);
  if (isLate) return tooSlow(what);
  const code = entraCodeIn(textOf(failed.error));
  if (code !== undefined)
    return new ReportError('unauthorized', `Entra refused a token for ${what} ${entraSentence(code, '', meaningOf)}`);
  const { ofTenant } = failed;
  const file = await (ofTenant === undefined ? credentialFileProblem(env) : ofFile(ofTenant));
  if (file !== undefined) return new ReportError('unauthorized', `there is no token for ${what}: ${file}`);
  if (exchange !== undefined && !isMissing(exchange, env)) {
    const name = failed.error instanceof Error ? failed.error.name : 'unknown error';
    const advice =
      ofTenant === undefined
        ? 'check the certificate, which has to be one with an RSA key, or use AZURE_CLIENT_SECRET'
        : `check ${ofTenant.setting}; a certificate has to be one with an RSA key`;
    return new ReportError('unauthorized', `the credential for ${what} cannot be used (${name}); ${advice}`);
  }
  if (ofTenant !== undefined)
    return new ReportError('unauthorized', `there is no credential for ${what}; ${ofTenant.advice}`);
  return noCredential(what, env);
}

async function ofFile({ setting, certificatePath }: TenantProof): Promise<string | undefined> {
  return certificatePath && certificateProblem(setting, certificatePath);
}

/** Whether a request shows why there is no token: not where Entra's response was good, and then the library failed. */
function saysWhy(exchange: Exchange, { env, isLate }: FailedToken): boolean {
  const { response } = exchange;
  const isWell = response !== undefined && response.status < 300 && parse(response.body) !== undefined;
  return !isMissing(exchange, env) && (!isWell || isLate || isIdentityEndpoint(exchange.url, env));
}

function fromExchange(exchange: Exchange, failed: FailedToken): ReportError {
  const { what, isLate, env, clientId = DEFAULT } = failed;
  const { url, error, response } = exchange;
  const isIdentity = isIdentityEndpoint(url, env);
  const who = `${isIdentity ? 'the managed identity endpoint' : 'Entra'} gave no token for ${what}`;
  if (error !== undefined) {
    const { sentence, isTimeout } = connectionFault(error, url, env);
    return new ReportError(isLate || isTimeout ? 'timeout' : 'network', `${who}: ${sentence}`);
  }
  if (response === undefined || isLate) return tooSlow(what, url);
  const tokenError = isIdentity ? identityError(url, response, who, clientId) : entraError(response, url, who, failed);
  const named = withRequestId(tokenError, toRequestId(response.requestId));
  return named instanceof ReportError ? named : tokenError;
}

function entraError(
  { status, body }: NonNullable<Exchange['response']>,
  url: URL,
  who: string,
  { what, env, meaningOf }: FailedToken,
): ReportError {
  const entraBody = parse(body);
  if (entraBody === undefined) {
    const fault = status >= 400 ? proxyFault(status, url, env) : undefined;
    if (fault !== undefined) return new ReportError('network', `${who}: ${fault.sentence}`);
    const advice = 'find out what on the way, such as a proxy or a login page, responds in its name';
    return new ReportError('network', `${who}: what returned ${status} for ${url.host} is not Entra; ${advice}`);
  }
  const code = entraCodeIn(entraBody.description) ?? (entraBody.code && `AADSTS${entraBody.code}`);
  const isThrottled = status === 429 || code === 'AADSTS90055';
  const reason = isThrottled ? 'throttled' : status < 500 ? 'unauthorized' : 'network';
  if (code)
    return new ReportError(
      reason,
      `Entra refused a token for ${what} ${entraSentence(code, entraBody.error, meaningOf)}`,
    );
  const advice =
    reason === 'unauthorized' ? 'check AZURE_TENANT_ID, AZURE_CLIENT_ID and its secret' : 'a later run tries again';
  return new ReportError(reason, `${who}: it returned ${status} (${entraBody.error || 'no error code'}); ${advice}`);
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response */
function parse(
  body: string,
): { readonly error: string; readonly description: string; readonly code: string } | undefined {
  try {
    const { error, error_description, error_codes } = JSON.parse(body);
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    const code = Array.isArray(error_codes) ? Number(error_codes[0]) : Number.NaN;
    const word = /^[a-z_]{1,40}$/.exec(text(error))?.[0] ?? '';
    return { error: word, description: text(error_description), code: Number.isInteger(code) ? String(code) : '' };
  } catch {
    return undefined;
  }
}

function tooSlow(what: string, url?: URL): ReportError {
  const who = url === undefined ? 'the token endpoint' : url.host;
  return new ReportError(
    'timeout',
    `${who} gave no token for ${what} in time; check the network and the firewall on the way there, a later run tries again`,
  );
}

const APPLICATION = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID'];

function noCredential(what: string, env: Environment): ReportError {
  const secret = ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH'].find((name) => env[name]);
  const missing = APPLICATION.filter((name) => !env[name]);
  if (secret !== undefined && missing.length > 0) {
    return new ReportError(
      'unauthorized',
      `there is no credential for ${what}: ${secret} is set without ${missing.join(' and ')}; set all three`,
    );
  }
  const only = env.AZURE_TOKEN_CREDENTIALS
    ? ` that AZURE_TOKEN_CREDENTIALS (${env.AZURE_TOKEN_CREDENTIALS}) allows`
    : '';
  return new ReportError(
    'unauthorized',
    `there is no credential for ${what}${only}; on Azure give the app a managed identity, elsewhere set AZURE_TENANT_ID, ` +
      'AZURE_CLIENT_ID and AZURE_CLIENT_SECRET of an application',
  );
}

/** An aggregate error stands for its parts. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const parts = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  return [error.message, ...parts.map(textOf)].join('\n');
}
