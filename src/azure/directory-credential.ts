import type { TokenCredential } from '@azure/identity';
import { isLoopback } from '../system/hosts.ts';
import type { Cloud } from './clouds.ts';
import { type CreateCredential, type CredentialOptions, explained } from './credential.ts';

/** Who asks for a token for a directory, and what proves it. */
export type Applicant =
  /** The managed identity itself, which is good for its own directory only. */
  | { readonly kind: 'identity'; readonly identityClientId: string | undefined }
  /** An application whose credential is the managed identity: it has no secret. */
  | { readonly kind: 'federated'; readonly clientId: string; readonly identityClientId: string | undefined }
  | { readonly kind: 'secret'; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'certificate'; readonly clientId: string; readonly path: string };

export interface DirectoryOptions
  extends Pick<CredentialOptions, 'authorityHost' | 'meaningOf' | 'ofTenant'>,
    Pick<Cloud, 'tokenExchange'> {}

/** One for each identity of the process: its token is the same for all directories, and is kept by the library. */
const identities = new Map<string, TokenCredential>();

/**
 * A credential for one directory, and for no other: unlike that of `createCredential`, it never falls back to another
 * one. Nothing of it outlives the run that it is made for, but for the identity's own token.
 */
export function directoryCredential(
  directory: string,
  applicant: Applicant,
  { tokenExchange, authorityHost, meaningOf, ofTenant }: DirectoryOptions,
): CreateCredential {
  return async (options) => {
    const library = await import('@azure/identity');
    return explained({ ...options, meaningOf, ofTenant }, (httpClient) => {
      const authority = URL.parse(authorityHost ?? '');
      // Entra does not know a stand-in for it on this machine.
      const disableInstanceDiscovery = authority !== null && isLoopback(authority);
      const own = { httpClient, disableInstanceDiscovery, ...(authorityHost !== undefined && { authorityHost }) };
      const identity = (clientId: string | undefined): TokenCredential => {
        const known = identities.get(clientId ?? '');
        const created = known ?? new library.ManagedIdentityCredential({ httpClient, ...(clientId && { clientId }) });
        identities.set(clientId ?? '', created);
        return created;
      };
      switch (applicant.kind) {
        case 'identity':
          return identity(applicant.identityClientId);
        case 'federated': {
          const { clientId, identityClientId } = applicant;
          const assertion = () => assertionOf(identity(identityClientId), tokenExchange);
          return new library.ClientAssertionCredential(directory, clientId, assertion, own);
        }
        case 'secret':
          return new library.ClientSecretCredential(directory, applicant.clientId, applicant.secret, own);
        case 'certificate':
          return new library.ClientCertificateCredential(directory, applicant.clientId, applicant.path, own);
      }
    });
  };
}

async function assertionOf(identity: TokenCredential, tokenExchange: string): Promise<string> {
  const token = await identity.getToken(`${tokenExchange}/.default`);
  if (token === null) throw new Error('the managed identity gave no token');
  return token.token;
}
