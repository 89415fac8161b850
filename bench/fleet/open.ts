import { createFleet } from '../../src/fleet/create-fleet.ts';
import type { Fleet } from '../../src/fleet/fleet.ts';
import type { Store } from '../../src/store/store.ts';
import { overwriteJson } from '../../src/store/store.ts';
import { type Runtime, SYSTEM_RUNTIME } from '../../src/system/runtime.ts';

/** Settings of a fleet over the sample tenant, with defaults but for what is given. */
export function fleetEnvironment(environment: NodeJS.ProcessEnv, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { TENANT_ID: _, WINDOW_DAYS: __, ...shared } = environment;
  return { ...shared, TENANTS: 'store', GRAPH_CLIENT_ID: idOf(999_999), ...more };
}

/** A fleet whose tenants all have consented; their tokens cost nothing. */
export function openFleet(environment: NodeJS.ProcessEnv, runtime: Runtime = SYSTEM_RUNTIME): Promise<Fleet> {
  return createFleet(environment, 'standalone', runtime, {
    credentialOf:
      ({ id }) =>
      async () => ({ getToken: async () => ({ token: tokenFor(id), expiresOnTimestamp: Date.now() + 3_600_000 }) }),
  });
}

export async function declareIn(store: Store, count: number): Promise<void> {
  const tenants = Object.fromEntries(keysTo(count).map((key, index) => [key, { id: idOf(index) }]));
  await overwriteJson(store, '_tenants/declared.json', { version: 1, tenants });
}

export function keysTo(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `t${index}`);
}

export function idOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

function tokenFor(directory: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'none' })}.${encode({ tid: directory, roles: ['Reports.Read.All'] })}.`;
}
