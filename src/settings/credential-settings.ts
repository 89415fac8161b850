import type { SettingProblem } from '../errors/errors.ts';
import type { Environment } from '../system/environment.ts';
import { isWrong } from './wrong-value.ts';

/** https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains#defaultazurecredential-overview */
const CREDENTIALS = [
  'dev',
  'prod',
  'EnvironmentCredential',
  'WorkloadIdentityCredential',
  'ManagedIdentityCredential',
  'VisualStudioCodeCredential',
  'AzureCliCredential',
  'AzurePowerShellCredential',
  'AzureDeveloperCliCredential',
];

/** The file of a certificate that tokens are requested with, and the setting that names it. */
export interface CertificateFile {
  readonly setting: string;
  readonly path: string;
}

/**
 * The certificate that the identity library uses by itself: a secret goes before it.
 * https://learn.microsoft.com/javascript/api/@azure/identity/environmentcredential
 */
export function certificateIn(env: Environment): CertificateFile | undefined {
  const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH: path } = env;
  const isChosen = /^(prod|environmentcredential)$/i.test(env.AZURE_TOKEN_CREDENTIALS ?? 'prod');
  if (!isChosen || !path || !AZURE_TENANT_ID || !AZURE_CLIENT_ID || AZURE_CLIENT_SECRET) return undefined;
  return { setting: 'AZURE_CLIENT_CERTIFICATE_PATH', path };
}

/** What the identity library takes for a credential that is not there, when it is too late to say which setting it was. */
export function credentialProblems(env: Environment): readonly SettingProblem[] {
  const chosen = env.AZURE_TOKEN_CREDENTIALS;
  const authority = env.AZURE_AUTHORITY_HOST;
  const isKnown = chosen === undefined || CREDENTIALS.some((name) => name.toLowerCase() === chosen.toLowerCase());
  const isSafe = authority === undefined || URL.parse(authority)?.protocol === 'https:';
  return [
    ...(isKnown ? [] : [problem('AZURE_TOKEN_CREDENTIALS', `is "${chosen}"; use one of ${CREDENTIALS.join(', ')}`)]),
    ...(isSafe
      ? []
      : [
          problem(
            'AZURE_AUTHORITY_HOST',
            `${isWrong(authority)}; use https://login.microsoftonline.com or the address of your cloud, with https://`,
          ),
        ]),
  ];
}

function problem(setting: string, advice: string): SettingProblem {
  return { setting, sentence: `${setting} ${advice}` };
}
