import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import { type App, assembleApp } from '../app.ts';
import { cloudOf } from '../azure/clouds.ts';
import type { CreateCredential } from '../azure/credential.ts';
import { directoryCredential } from '../azure/directory-credential.ts';
import type { Kept } from '../http/current-exposition.ts';
import type { FleetSettings } from '../settings/fleet-settings.ts';
import type { HostKind } from '../settings/location.ts';
import type { TenantSettings } from '../settings/settings.ts';
import type { Store } from '../store/store.ts';
import type { Environment } from '../system/environment.ts';
import type { Runtime } from '../system/runtime.ts';
import { createTenant } from '../tenant.ts';
import { applicantOf, certificateOf } from '../tenants/applicant.ts';
import { createBoundStore } from '../tenants/bound-store.ts';
import { consentLink } from '../tenants/consent-link.ts';
import type { Plannable } from '../tenants/planner.ts';
import type { DeclaredTenant } from '../tenants/read-declared.ts';
import { meaningIn } from '../tenants/state-of-failure.ts';
import { tenantSettingsReader } from '../tenants/tenant-settings.ts';

/** A thousand tenants' expositions, packed. */
const CACHE_BYTES = 64 * 1024 * 1024;

/** A report is due a little before its tenant is, so that a tenant's run finds all of them due. */
const DUE_AFTER = 0.7;

export interface OpenTenant extends Plannable {
  readonly declared: DeclaredTenant;
  readonly app: App;
  /** For its administrator. */
  readonly consentLink: string;
}

/** Where a token for a tenant comes from. */
export type CredentialOf = (tenant: DeclaredTenant, settings: TenantSettings, link: string) => CreateCredential;

export interface TenantSource {
  readonly env: Environment;
  readonly host: HostKind;
  readonly settings: FleetSettings;
  readonly store: Store;
  readonly runtime: Runtime;
  readonly credentialOf?: CredentialOf | undefined;
  readonly cacheBytes?: number | undefined;
}

/** Tenants as apps of their own over one store: each is opened when it is first wanted, and again when it is declared otherwise. */
export function tenantOpener(source: TenantSource): (declared: DeclaredTenant) => OpenTenant {
  const { env, host, settings: fleet, store, runtime } = source;
  const kept = new LRUCache<string, Kept>({
    maxSize: source.cacheBytes ?? CACHE_BYTES,
    sizeCalculation: ({ exposition }) => exposition.gzip.length,
  });
  const known = new Map<string, OpenTenant>();
  const settingsOf = tenantSettingsReader(env, host);
  const credentialOf = source.credentialOf ?? ownCredential(fleet, env);

  const open = (declared: DeclaredTenant): OpenTenant => {
    const { key, id } = declared;
    const settings = settingsOf(declared);
    const { authorityHost, graphEndpoint, pullIntervalHours } = settings.tenant;
    const { clientId } = fleet.application;
    const link = consentLink({ directory: id, clientId, authorityHost, graphEndpoint, origin: fleet.targetsOrigin });
    const tenant = createTenant(
      { ...settings.tenant, pullIntervalHours: pullIntervalHours * DUE_AFTER },
      createBoundStore(store, declared),
      runtime,
      { directory: id, createCredential: (options) => credentialOf(declared, settings.tenant, link)(options) },
    );
    const keeper = { get: () => kept.get(key), set: (value: Kept) => void kept.set(key, value) };
    const certificate = certificateOf(declared.credential, fleet.application, env);
    const app = assembleApp({ ...settings, warnings: [], certificate }, tenant, runtime, {
      keeper,
      name: declared.name ?? key,
    });
    return { key, id, declared, app, consentLink: link, intervalMs: pullIntervalHours * 3_600_000 };
  };

  return (declared) => {
    const before = known.get(declared.key);
    if (before && isDeepStrictEqual(before.declared, declared)) return before;
    const opened = open(declared);
    known.set(declared.key, opened);
    return opened;
  };
}

const WITHOUT_CREDENTIAL: Readonly<Record<string, string>> = {
  federated:
    'the application (GRAPH_CLIENT_ID) has a managed identity as its credential, and there is none here; outside Azure set GRAPH_CLIENT_CERTIFICATE_PATH or GRAPH_CLIENT_SECRET',
  identity:
    'the credential of the tenant is the managed identity of this process, and there is none here; outside Azure declare another one',
};

function ownCredential({ application }: FleetSettings, env: Environment): CredentialOf {
  return ({ id, credential }, { authorityHost, graphEndpoint }, link) => {
    const { applicant, proof } = applicantOf(credential, application, env);
    return directoryCredential(id, applicant, {
      tokenExchange: cloudOf(graphEndpoint).tokenExchange,
      authorityHost,
      meaningOf: meaningIn({ link, proof }),
      ofTenant: {
        setting: proof,
        certificatePath: applicant.kind === 'certificate' ? applicant.path : undefined,
        advice: WITHOUT_CREDENTIAL[applicant.kind] ?? `check ${proof}`,
      },
    });
  };
}
