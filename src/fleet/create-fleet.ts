import { createStore, prepareLibraries } from '../app.ts';
import { readFleetSettings } from '../settings/fleet-settings.ts';
import type { HostKind } from '../settings/location.ts';
import type { Environment } from '../system/environment.ts';
import { type Runtime, SYSTEM_RUNTIME } from '../system/runtime.ts';
import { createBoundStore } from '../tenants/bound-store.ts';
import { createDeclaredStore } from '../tenants/declared-store.ts';
import { createPlanStore } from '../tenants/plan-store.ts';
import { settle } from '../tenants/planner.ts';
import { createStateStore } from '../tenants/state-store.ts';
import { settingsChecker } from '../tenants/tenant-settings.ts';
import type { Fleet } from './fleet.ts';
import { type TenantSource, tenantOpener } from './open-tenants.ts';
import { planningOf } from './planning.ts';
import { pullingOf, settingAsideOf } from './pull-tenant.ts';
import { siteOf } from './site.ts';

/** @throws ConfigError */
export async function createFleet(
  env: Environment,
  host: HostKind,
  runtime: Runtime = SYSTEM_RUNTIME,
  { credentialOf, cacheBytes }: Pick<TenantSource, 'credentialOf' | 'cacheBytes'> = {},
): Promise<Fleet> {
  const settings = readFleetSettings(env, host);
  prepareLibraries(env);
  const store = await createStore(settings.base);
  const { now } = runtime;
  const declared = createDeclaredStore(settings.declaration, store, settingsChecker(env, host));
  const states = createStateStore(store);
  const lastPlan = createPlanStore(store);
  const openOf = tenantOpener({ env, host, settings, store, runtime, credentialOf, cacheBytes });

  const openIn =
    (load: typeof declared.load): Fleet['open'] =>
    async (key) => {
      const found = (await load()).byKey.get(key);
      return found && openOf(found);
    };
  const open = openIn(declared.load);
  const purge: Fleet['purge'] = async (tenant) => {
    const { key } = tenant;
    if (settle(await states.load(key), now()).claimUntil !== undefined) return false;
    await createBoundStore(store, tenant).removeAll(key);
    await states.remove(key);
    return true;
  };
  const planning = planningOf({ settings, declared, states, lastPlan, runtime });
  const pulling = { states, open, now };
  const [pull, setAside] = [pullingOf(pulling), settingAsideOf(pulling)];
  const fleet = { settings, declared, states, lastPlan, open, ...planning, purge, pull, setAside };
  return { ...fleet, respond: siteOf({ ...fleet, open: openIn(declared.recent), runtime }) };
}
