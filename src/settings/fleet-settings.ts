import { resolve } from 'node:path';
import * as v from 'valibot';
import { ConfigError } from '../errors/errors.ts';
import type { Environment } from '../system/environment.ts';
import { FLEET_SETTINGS } from './fleet-schema.ts';
import type { HostKind } from './location.ts';
import { givenIn, readSettings, type Settings } from './settings.ts';

/** Where the tenants are declared. */
export type Declaration = { readonly kind: 'store' } | { readonly kind: 'file'; readonly path: string };

/** The application that tenants consent to, and what proves that it is this process which asks. */
export interface SharedApplication {
  readonly clientId: string | undefined;
  readonly certificatePath: string | undefined;
  readonly secret: string | undefined;
}

/** The settings of a process that serves many tenants. */
export interface FleetSettings {
  /** What all tenants share; its tenant is the one that `/metrics` goes on to answer for. */
  readonly base: Settings;
  /** The tenant that `TENANT_ID` names, which was the only one before; undefined where none was. */
  readonly formerTenant: string | undefined;
  readonly declaration: Declaration;
  readonly application: SharedApplication;
  /** NCRONTAB with seconds, UTC. */
  readonly planSchedule: string;
  readonly tenantsAtATime: number;
  readonly dispatch: 'queue' | 'pool' | 'none';
  /** Where scrapers reach this process: `https://host` or `http://host:port`. */
  readonly targetsOrigin: URL;
}

/**
 * Read every setting, those of many tenants too; `TENANTS` left out is `store`.
 *
 * @throws ConfigError with every problem at once
 */
export function readFleetSettings(env: Environment, host: HostKind): FleetSettings {
  const base = readSettings(env, host);
  const given = givenIn(env);
  const output = v.parse(FLEET_SETTINGS, given);
  const dispatch = output.TENANT_DISPATCH ?? (host === 'functions' ? 'queue' : 'pool');
  if (dispatch === 'queue' && host !== 'functions') {
    const sentence = 'TENANT_DISPATCH is "queue", which only Azure Functions can receive; use pool or none';
    throw new ConfigError([{ setting: 'TENANT_DISPATCH', sentence }]);
  }
  const reachedAt = output.TARGETS_HOST ?? given.WEBSITE_HOSTNAME ?? `${base.host}:${base.port}`;
  const targetsOrigin = new URL(
    reachedAt.includes('://') ? reachedAt : `${host === 'functions' ? 'https' : 'http'}://${reachedAt}`,
  );
  return {
    base: { ...base, warnings: [...base.warnings, ...unreachable(targetsOrigin)] },
    formerTenant: given.TENANT_ID,
    declaration: toDeclaration(output.TENANTS ?? 'store'),
    application: {
      clientId: output.GRAPH_CLIENT_ID,
      certificatePath: output.GRAPH_CLIENT_CERTIFICATE_PATH,
      secret: output.GRAPH_CLIENT_SECRET,
    },
    planSchedule: output.PLAN_SCHEDULE,
    tenantsAtATime: output.TENANTS_AT_A_TIME,
    dispatch,
    targetsOrigin,
  };
}

/** What a server listens at may be no address that anybody else can use. */
function unreachable({ host, hostname, port }: URL): readonly string[] {
  if (!['0.0.0.0', '[::]'].includes(hostname) && port !== '0') return [];
  return [
    `/targets and the links for consent would name ${host}, which nobody can reach; set TARGETS_HOST to the name that this server is reached by`,
  ];
}

function toDeclaration(setting: string): Declaration {
  return setting === 'store' ? { kind: 'store' } : { kind: 'file', path: resolve(setting.slice('file:'.length)) };
}
