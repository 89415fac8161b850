import type { HttpClient } from '@azure/core-rest-pipeline';
import type { AccessToken, TokenCredential } from '@azure/identity';
import type { ReportError } from '../errors/errors.ts';
import { environment } from '../system/environment.ts';
import type { Timer } from '../system/runtime.ts';
import { type TenantProof, toTokenError } from './token-error.ts';
import { asWish, type Wish, watch } from './watched-client.ts';

/** An empty client id, where none at all would be that of `AZURE_CLIENT_ID`. */
export const SYSTEM_ASSIGNED = '';

/** Where a token comes from. */
export type CreateCredential = (options?: CredentialOptions) => Promise<TokenCredential>;

export interface CredentialOptions {
  /** What tokens are for, in words. */
  readonly what?: string;
  /** Undefined: that of `AZURE_AUTHORITY_HOST`, else the worldwide cloud's. */
  readonly authorityHost?: string | undefined;
  /** Of a user-assigned identity; undefined: that of `AZURE_CLIENT_ID`. */
  readonly managedIdentityClientId?: string | undefined;
  /** The setting that names it. */
  readonly clientIdSetting?: string;
  /** What a code of Entra means where it means something else than for the app's own credential. */
  readonly meaningOf?: ((code: string) => string | undefined) | undefined;
  /** Of one of many tenants. */
  readonly ofTenant?: TenantProof | undefined;
}

/**
 * Managed identity on Azure, environment credentials or the developer's own login elsewhere. Its `getToken` throws a
 * ReportError that says what is wrong; the library's own errors list every way it tried, on many lines.
 * https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains#defaultazurecredential-overview
 */
export async function createCredential(options: CredentialOptions = {}): Promise<TokenCredential> {
  const { authorityHost, managedIdentityClientId } = options;
  const { DefaultAzureCredential } = await import('@azure/identity');
  return explained(options, (httpClient) => {
    return new DefaultAzureCredential({
      httpClient,
      ...(authorityHost !== undefined && { authorityHost }),
      ...(managedIdentityClientId !== undefined && { managedIdentityClientId }),
    });
  });
}

/** A credential whose `getToken` throws a ReportError that says what is wrong. It is opened when it is first asked. */
export async function explained(
  options: CredentialOptions,
  open: (httpClient: HttpClient) => TokenCredential,
): Promise<TokenCredential> {
  const { createDefaultHttpClient } = await import('@azure/core-rest-pipeline');
  const httpClient = watch(createDefaultHttpClient());
  let credential: TokenCredential | undefined;
  return {
    getToken: async (scopes, { abortSignal, ...rest } = {}) => {
      const wish: Wish = {};
      try {
        credential ??= open(httpClient);
        const opened = credential;
        const ask = () => opened.getToken(scopes, { ...rest, ...(abortSignal && { abortSignal }) });
        return await unlessAborted(asWish(wish, ask), abortSignal);
      } catch (error) {
        throw await explain(error, wish, options, abortSignal?.aborted === true);
      }
    },
  };
}

function explain(error: unknown, { last }: Wish, options: CredentialOptions, isLate: boolean): Promise<ReportError> {
  const {
    what = 'Microsoft Graph',
    clientIdSetting = 'AZURE_CLIENT_ID',
    managedIdentityClientId,
    meaningOf,
    ofTenant,
  } = options;
  const hasClientId = (managedIdentityClientId ?? environment().AZURE_CLIENT_ID ?? '') !== '';
  return toTokenError({
    what,
    error,
    exchange: last,
    isLate,
    env: environment(),
    clientId: { setting: clientIdSetting, isSet: hasClientId },
    meaningOf,
    ofTenant,
  });
}

/** A token; another one than `rejectedToken`, where there is another. */
export type GetToken = (rejectedToken?: string) => Promise<string>;

export interface TokenLimits {
  /** Ends with the run. */
  readonly signal: AbortSignal;
  /** For one request of a token. */
  readonly startTimer: () => Timer;
}

/** The token for Graph, requested once however many reports want it, and once more when Graph has rejected it. */
export function tokenOnce(scope: string, { signal, startTimer }: TokenLimits, open: CreateCredential): GetToken {
  const request = () => {
    const timer = startTimer();
    const ending = AbortSignal.any([signal, timer.signal]);
    return requestToken(scope, ending, open, 'Microsoft Graph').finally(timer.stop);
  };
  let first: Promise<string> | undefined;
  let second: Promise<string> | undefined;
  return async (rejectedToken) => {
    first ??= request();
    if (rejectedToken === undefined) return second ?? first;
    second ??= request();
    return second;
  };
}

/**
 * A token for `what`, in words.
 *
 * @throws ReportError
 */
export async function requestToken(
  scope: string,
  abortSignal: AbortSignal,
  open: CreateCredential,
  what: string,
): Promise<string> {
  const credential = await open({ what });
  const token = await credential.getToken(scope, { abortSignal });
  if (token !== null) return token.token;
  throw await toTokenError({ what, error: undefined, exchange: undefined, isLate: false, env: environment() });
}

type AbortSignalLike = Pick<AbortSignal, 'aborted' | 'addEventListener' | 'removeEventListener'>;

/** A managed identity's endpoint is called by a library that does not look at the signal. */
function unlessAborted(
  pending: Promise<AccessToken | null>,
  signal: AbortSignalLike | undefined,
): Promise<AccessToken | null> {
  if (signal === undefined) return pending;
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('too late'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    pending.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
