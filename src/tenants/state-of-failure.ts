import { entraCodeIn } from '../azure/entra-codes.ts';
import { type ReportError, WrongDirectoryError } from '../errors/errors.ts';
import type { TenantStateName } from './tenant-state.ts';

interface Meaning {
  readonly state: TenantStateName;
  readonly sentence: (of: MeaningOf) => string;
}

export interface MeaningOf {
  readonly link: string;
  /** The setting that holds the secret or the certificate. */
  readonly proof: string;
}

const CONSENT: Meaning = {
  state: 'waiting_for_consent',
  sentence: ({ link }) =>
    `nobody in the tenant has consented to the application yet; send its administrator this link: ${link}`,
};
const MISDECLARED: Meaning = {
  state: 'misdeclared',
  sentence: () =>
    'this cloud has no such tenant; correct its id in the declaration, and serve tenants of a national cloud by a deployment of its own',
};
const federated = (what: string): Meaning => ({
  state: 'unauthorized',
  sentence: () =>
    `no federated credential of the application (GRAPH_CLIENT_ID) has the ${what} of the managed identity, which concerns every tenant; correct it in Entra under Certificates & secrets of the application, as Federated credentials, with the principal id of the identity`,
});
const unauthorized = (sentence: Meaning['sentence']): Meaning => ({ state: 'unauthorized', sentence });

/** What Entra's codes mean for one of many tenants, where that differs from the credential of the process. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  AADSTS7000229: CONSENT,
  AADSTS700016: CONSENT,
  AADSTS65001: {
    state: 'waiting_for_consent',
    sentence: ({ link }) =>
      `the consent is missing or was withdrawn; send the tenant's administrator this link: ${link}`,
  },
  AADSTS650051: {
    state: 'waiting_for_consent',
    sentence: ({ link }) => `the consent is half done; open the link again in a minute: ${link}`,
  },
  AADSTS90002: MISDECLARED,
  AADSTS900023: MISDECLARED,
  AADSTS90038: MISDECLARED,
  AADSTS900382: MISDECLARED,
  AADSTS70021: federated('issuer, subject and audience'),
  AADSTS700211: federated('issuer'),
  AADSTS700212: federated('audience'),
  AADSTS700213: federated('subject'),
  AADSTS700236: unauthorized(
    () =>
      'the application (GRAPH_CLIENT_ID) is registered in another tenant than that of the managed identity; register it in the tenant of the identity',
  ),
  AADSTS7000112: unauthorized(
    () =>
      'the application is disabled in the tenant; its administrator enables it under Enterprise applications in Entra',
  ),
  AADSTS7000215: unauthorized(
    ({ proof }) => `the client secret is wrong; put the secret's value, not its id, into ${proof}`,
  ),
  AADSTS7000222: unauthorized(
    ({ proof }) => `the client secret has expired; make a new one in Entra and put it into ${proof}`,
  ),
  AADSTS700027: unauthorized(
    ({ proof }) => `the certificate is not one of the application; upload it in Entra, or name another in ${proof}`,
  ),
  AADSTS53003: unauthorized(
    () =>
      'a Conditional Access policy of the tenant blocks it; its administrator finds the policy in the sign-in logs of Entra',
  ),
};

/** What a code of Entra means for a tenant; undefined where it is nothing in particular. */
export function meaningIn(of: MeaningOf): (code: string) => string | undefined {
  return (code) => MEANINGS[code]?.sentence(of);
}

/** The state of a tenant that could not be pulled at all. */
export function stateOf(error: ReportError | WrongDirectoryError): TenantStateName {
  return error instanceof WrongDirectoryError ? 'wrong_directory' : stateOfFailure(error);
}

const UNREACHABLE = ['network', 'timeout', 'server', 'download', 'redirect'];

/** The state of a tenant all of whose reports failed like this. */
export function stateOfFailure({
  reason,
  message,
}: {
  readonly reason: string;
  readonly message: string;
}): TenantStateName {
  if (reason === 'throttled') return 'throttled';
  if (reason === 'unauthorized') return MEANINGS[entraCodeIn(message) ?? '']?.state ?? 'unauthorized';
  return UNREACHABLE.includes(reason) ? 'unreachable' : 'failing';
}
