import type { TokenCredential } from '@azure/identity';
import { ReportError } from '../errors.ts';
import { bypassProxies } from '../proxy.ts';
import type { Timer } from '../surroundings.ts';

/** Where a token comes from. */
export type OpenCredential = () => Promise<TokenCredential>;

/**
 * Managed identity on Azure, environment credentials or the developer's own login elsewhere.
 * https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains#defaultazurecredential-overview
 */
export async function openCredential(options: CredentialOptions = {}): Promise<TokenCredential> {
  bypassProxies();
  const { DefaultAzureCredential } = await import('@azure/identity');
  const { authorityHost, managedIdentityClientId } = options;
  return new DefaultAzureCredential({
    ...(authorityHost !== undefined && { authorityHost }),
    ...(managedIdentityClientId !== undefined && { managedIdentityClientId }),
  });
}

export interface CredentialOptions {
  /** Undefined: that of `AZURE_AUTHORITY_HOST`, else the worldwide cloud's. */
  readonly authorityHost?: string | undefined;
  /** Of a user-assigned identity; undefined: that of `AZURE_CLIENT_ID`. */
  readonly managedIdentityClientId?: string | undefined;
}

/** A token; another one than `refused`, where there is another. */
export type GetToken = (refused?: string) => Promise<string>;

export interface TokenLimits {
  /** Ends with the run. */
  readonly signal: AbortSignal;
  /** For one request of a token. */
  readonly startTimer: () => Timer;
}

/** The token for Graph, asked for once however many reports want it, and once more when Graph has refused it. */
export function tokenOnce(scope: string, { signal, startTimer }: TokenLimits, open: OpenCredential): GetToken {
  const request = () => {
    const timer = startTimer();
    const ending = AbortSignal.any([signal, timer.signal]);
    return requestToken(scope, ending, open, 'Microsoft Graph').finally(timer.stop);
  };
  let first: Promise<string> | undefined;
  let second: Promise<string> | undefined;
  return async (refused) => {
    first ??= request();
    if (refused === undefined) return second ?? first;
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
  open: OpenCredential,
  what: string,
): Promise<string> {
  try {
    const credential = await open();
    const token = await unlessAborted(credential.getToken(scope, { abortSignal }), abortSignal);
    if (token !== null) return token.token;
  } catch (error) {
    throw abortSignal.aborted ? tooSlow(what) : toReportError(error, what);
  }
  throw noCredential(what);
}

/** A managed identity's endpoint is asked by a library that does not look at the signal. */
function unlessAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function tooSlow(what: string): ReportError {
  return new ReportError(
    'timeout',
    `the token endpoint gave no token for ${what} in time; check the identity of the app and the network, a later run tries again`,
  );
}

/** The library's own message lists every way it tried, on many lines. Of it only numbers are told. */
function toReportError(error: unknown, what: string): ReportError {
  const failures = causesOf(error);
  const number = failures.map(({ message }) => /AADSTS\d+/.exec(message)?.[0]).find((found) => found !== undefined);
  if (number !== undefined) {
    return new ReportError(
      'unauthorized',
      `Entra refused a token for ${what} (${number}); look the number up at https://login.microsoftonline.com/error and mend the credential`,
    );
  }
  const other = failures.find((failure) => failure.name !== 'CredentialUnavailableError' || isUnreachable(failure));
  if (other === undefined) return noCredential(what);
  const status = 'statusCode' in other && typeof other.statusCode === 'number' ? other.statusCode : undefined;
  const isRefusal = status !== undefined && status >= 400 && status < 500;
  return new ReportError(
    isRefusal ? 'unauthorized' : 'network',
    `the token endpoint gave no token for ${what} (${status ?? other.name}); check the identity of the app and the network, a later run tries again`,
  );
}

/** An endpoint that is there, but does not work, is reported like one that is not there. */
function isUnreachable({ cause }: Error): boolean {
  return cause instanceof Error && 'errorCode' in cause && /^(network|server)_error$/.test(String(cause.errorCode));
}

function noCredential(what: string): ReportError {
  return new ReportError(
    'unauthorized',
    `there is no credential for ${what}; on Azure give the app a managed identity, elsewhere set AZURE_TENANT_ID, ` +
      'AZURE_CLIENT_ID and AZURE_CLIENT_SECRET of an application',
  );
}

/** An aggregate error stands for its parts. */
function causesOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const parts =
    'errors' in error && Array.isArray(error.errors) ? error.errors.filter((part) => part instanceof Error) : [];
  return parts.length > 0 ? parts : [error];
}
