import { createStore, prepareLibraries } from '../app.ts';
import { StoreError } from '../errors/errors.ts';
import { sentenceOf } from '../errors/sentence-of.ts';
import { type Log, ofTenant } from '../log.ts';
import { readFleetSettings } from '../settings/fleet-settings.ts';
import type { HostKind } from '../settings/location.ts';
import type { Environment } from '../system/environment.ts';
import { type Runtime, SYSTEM_RUNTIME } from '../system/runtime.ts';
import { createBoundStore } from '../tenants/bound-store.ts';
import { createDeclaredStore } from '../tenants/declared-store.ts';
import { countByState, overview } from '../tenants/overview.ts';
import { createPlanStore } from '../tenants/plan-store.ts';
import { claim, type Ending, enqueue, finish, type Plannable, plan, release, settle } from '../tenants/planner.ts';
import { laneOf } from '../tenants/pool.ts';
import { type DeclaredTenant, toSentence } from '../tenants/read-declared.ts';
import { createStateStore } from '../tenants/state-store.ts';
import { settingsChecker } from '../tenants/tenant-settings.ts';
import type { Fleet, FleetPullOptions } from './fleet.ts';
import { type TenantSource, tenantOpener } from './open-tenants.ts';
import { runTenant } from './run-tenant.ts';
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
  let told = '';

  const open = async (key: string) => {
    const found = (await declared.load()).tenants.find((tenant) => tenant.key === key);
    return found && openOf(found);
  };
  const toPlannable = ({ key, id, settings: own }: DeclaredTenant): Plannable => {
    const hours = Number(own.PULL_INTERVAL_HOURS ?? settings.base.tenant.pullIntervalHours);
    return { key, id, intervalMs: hours * 3_600_000 };
  };
  /** Each wrong entry is told when it appears, and again when the declaration changes. */
  const tellMisdeclared = (log: Log, sentences: readonly string[]) => {
    const text = sentences.join('\n');
    if (text !== told) for (const sentence of sentences) log.error(sentence);
    told = text;
  };
  const look = async (log: Log) => {
    const [everyone, known] = await Promise.all([declared.load(), states.loadAll()]);
    const problem = everyone.problem === undefined ? [] : [`${everyone.problem}; what was declared before it goes on`];
    tellMisdeclared(log, [...problem, ...everyone.misdeclared.map(toSentence)]);
    const counts = countByState(overview(everyone, known, now()));
    await lastPlan.save({ at: now().toISOString(), tenants: Object.fromEntries(counts) });
    const due = plan(everyone.tenants.filter(({ enabled }) => enabled).map(toPlannable), known, now());
    return { due, known };
  };

  const fleet = {
    settings,
    declared,
    states,
    lastPlan,
    open,
    overview: async () => {
      const [everyone, known] = await Promise.all([declared.load(), states.loadAll()]);
      return overview(everyone, known, now());
    },

    plan: async (log: Log) => {
      const { due, known } = await look(log);
      return due.map(({ key }) => ({ key, lane: laneOf(settle(known.get(key), now())) }));
    },

    enqueue: async (log: Log) => {
      const due = new Map((await look(log)).due.map((tenant) => [tenant.key, tenant]));
      return states.update([...due.keys()], (key) => (state) => {
        const tenant = due.get(key);
        return tenant && enqueue(state, tenant, now());
      });
    },

    purge: async (tenant: DeclaredTenant) => {
      const { key } = tenant;
      if (settle(await states.load(key), now()).claimUntil !== undefined) return false;
      await createBoundStore(store, tenant).removeAll(key);
      await states.remove(key);
      return true;
    },

    pull: async (key: string, { isForced = false, log: common, ...options }: FleetPullOptions) => {
      const log = ofTenant(common, key);
      const tenant = await open(key);
      if (tenant === undefined || !tenant.declared.enabled) {
        log.info('not pulled: it is not declared, or disabled');
        return undefined;
      }
      const before = await states.load(key);
      const begin = (state: typeof before) => claim(state, tenant, now(), { isForced });
      if (begin(before) === undefined || (await states.update([key], () => begin)).length === 0) {
        log.debug('not pulled: another run pulls it, or it is not due');
        return undefined;
      }
      const end = (ending: Ending) => states.update([key], () => (state) => finish(state, ending, tenant, now()));
      try {
        const done = await runTenant(tenant, before, isForced ? 'all' : 'due', { ...options, log }, now);
        if (options.signal?.aborted) await states.update([key], () => release);
        else await end(done.ending);
        const { state, reason } = done.ending;
        log[state === 'healthy' ? 'info' : 'warn'](reason === undefined ? state : `${state}: ${reason}`, { state });
        return done;
      } catch (error) {
        await (error instanceof StoreError
          ? states.update([key], () => release)
          : end({ state: 'failing', reason: sentenceOf(error) }));
        throw error;
      }
    },
  };
  return { ...fleet, respond: siteOf({ ...fleet, runtime }) };
}
