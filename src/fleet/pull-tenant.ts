import { StoreError } from '../errors/errors.ts';
import { sentenceOf } from '../errors/sentence-of.ts';
import { ofTenant } from '../log.ts';
import { claim, type Ending, finish, release } from '../tenants/planner.ts';
import type { StateStore } from '../tenants/state-store.ts';
import type { TenantState } from '../tenants/tenant-state.ts';
import type { Fleet } from './fleet.ts';
import { runTenant } from './run-tenant.ts';

interface PullingSource extends Pick<Fleet, 'open'> {
  readonly states: StateStore;
  readonly now: () => Date;
}

/** Pull a tenant that nobody else is pulling: claim it, run, and note how that ended. */
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
    const letGo = () => states.update([key], () => release);
    const end = (ending: Ending) => states.update([key], () => (state) => finish(state, ending, tenant, now()));
    try {
      const done = await runTenant(tenant, before, isForced ? 'all' : 'due', { ...options, log }, now);
      await (options.signal?.aborted ? letGo() : end(done.ending));
      const { state, reason } = done.ending;
      log[state === 'healthy' ? 'info' : 'warn'](reason === undefined ? state : `${state}: ${reason}`, { state });
      return done;
    } catch (error) {
      await (error instanceof StoreError ? letGo() : end({ state: 'failing', reason: sentenceOf(error) }));
      throw error;
    }
  };
}
