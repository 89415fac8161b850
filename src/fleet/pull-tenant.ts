import { sentenceOf } from '../errors/sentence-of.ts';
import { ofTenant } from '../log.ts';
import { claim, type Ending, finish, release, SET_ASIDE, setAside } from '../tenants/planner.ts';
import type { StateStore } from '../tenants/state-store.ts';
import type { TenantState } from '../tenants/tenant-state.ts';
import type { Fleet } from './fleet.ts';
import { runTenant } from './run-tenant.ts';

interface PullingSource extends Pick<Fleet, 'open'> {
  readonly states: StateStore;
  readonly now: () => Date;
}

/**
 * Pull a tenant that nobody else is pulling: claim it, run, and note how that ended. What nobody foresaw is noted too
 * before it is thrown, so that whoever tries again finds the tenant not due. Where the store does not take even that, the
 * claim runs out.
 */
export function pullingOf({ states, open, now }: PullingSource): Fleet['pull'] {
  return async (key, { isForced = false, log: common, ...options }) => {
    const log = ofTenant(common, key);
    const tenant = await open(key);
    if (tenant === undefined || !tenant.declared.enabled) {
      log.info('not pulled: it is not declared, or disabled');
      return undefined;
    }
    const before = await states.load(key);
    const begin = (state: TenantState | undefined) => claim(state, tenant, now(), { isForced });
    if (begin(before) === undefined || (await states.update([key], () => begin)).length === 0) {
      log.debug('not pulled: another run pulls it, or it is not due');
      return undefined;
    }
    const ended = (ending: Ending) => (state: TenantState | undefined) =>
      options.signal?.aborted ? release(state) : finish(state, ending, tenant, now());
    const end = (ending: Ending) => states.update([key], () => ended(ending));
    try {
      const done = await runTenant(tenant, before, isForced ? 'all' : 'due', { ...options, log }, now);
      await end(done.ending);
      const { state, reason } = done.ending;
      log[state === 'healthy' ? 'info' : 'warn'](reason === undefined ? state : `${state}: ${reason}`, { state });
      return done;
    } catch (error) {
      await end({ state: 'failing', reason: sentenceOf(error) }).catch(() => {});
      throw error;
    }
  };
}

/** The message of a tenant failed again and again: that becomes its state. */
export function settingAsideOf({ states, open, now }: PullingSource): Fleet['setAside'] {
  return async (key, log) => {
    const tenant = await open(key);
    if (tenant === undefined) return;
    const changed = await states.update([key], () => (state) => setAside(state, tenant, now()));
    if (changed.length > 0) ofTenant(log, key).error(SET_ASIDE);
  };
}
