import type { Applicant } from '../azure/directory-credential.ts';
import { ReportError } from '../errors/errors.ts';
import type { CertificateFile } from '../settings/credential-settings.ts';
import type { SharedApplication } from '../settings/fleet-settings.ts';
import type { Environment } from '../system/environment.ts';
import type { TenantCredential } from './declared-tenant.ts';

/** Who asks for a token for a tenant, and the setting that holds what proves it. */
export interface TenantApplicant {
  readonly applicant: Applicant;
  readonly proof: string;
}

/**
 * What a tenant's credential is in this environment.
 *
 * @throws ReportError where a setting is missing
 */
export function applicantOf(
  credential: TenantCredential,
  application: SharedApplication,
  env: Environment,
): TenantApplicant {
  const identityClientId = env.AZURE_CLIENT_ID || undefined;
  if (credential === 'identity') return { applicant: { kind: 'identity', identityClientId }, proof: 'AZURE_CLIENT_ID' };
  if (credential !== 'shared') {
    const { clientId } = credential;
    if ('secretSetting' in credential) {
      const proof = credential.secretSetting;
      return { applicant: { kind: 'secret', clientId, secret: secretIn(proof, env) }, proof };
    }
    const proof = credential.certificateSetting;
    return { applicant: { kind: 'certificate', clientId, path: secretIn(proof, env) }, proof };
  }
  const { clientId, secret, certificatePath: path } = application;
  if (clientId === undefined)
    throw new ReportError(
      'unauthorized',
      'GRAPH_CLIENT_ID is not set; set it to the client id of the application that tenants consent to',
    );
  if (path !== undefined)
    return { applicant: { kind: 'certificate', clientId, path }, proof: 'GRAPH_CLIENT_CERTIFICATE_PATH' };
  if (secret !== undefined) return { applicant: { kind: 'secret', clientId, secret }, proof: 'GRAPH_CLIENT_SECRET' };
  return { applicant: { kind: 'federated', clientId, identityClientId }, proof: 'GRAPH_CLIENT_ID' };
}

/** The certificate of a tenant's credential; undefined where it has none, or a setting is missing. */
export function certificateOf(
  credential: TenantCredential,
  application: SharedApplication,
  env: Environment,
): CertificateFile | undefined {
  if (credential === 'shared' && application.certificatePath !== undefined)
    return { setting: 'GRAPH_CLIENT_CERTIFICATE_PATH', path: application.certificatePath };
  const setting = typeof credential === 'object' && 'certificateSetting' in credential && credential.certificateSetting;
  const path = setting ? env[setting]?.trim() : undefined;
  return setting && path ? { setting, path } : undefined;
}

function secretIn(setting: string, env: Environment): string {
  const value = env[setting]?.trim();
  if (value) return value;
  const advice = 'set it, on Azure as a reference to Key Vault, or correct the credential of the tenant';
  throw new ReportError('unauthorized', `the setting ${setting}, which its credential names, is not set; ${advice}`);
}
