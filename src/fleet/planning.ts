import type { Log } from '../log.ts';
import type { FleetSettings } from '../settings/fleet-settings.ts';
import type { Runtime } from '../system/runtime.ts';
import type { DeclaredStore } from '../tenants/declared-store.ts';
import { countByState, overview } from '../tenants/overview.ts';
import type { PlanStore } from '../tenants/plan-store.ts';
import { enqueue, type Plannable, plan, settle } from '../tenants/planner.ts';
import { laneOf } from '../tenants/pool.ts';
import { type DeclaredTenant, toSentence } from '../tenants/read-declared.ts';
import type { StateStore } from '../tenants/state-store.ts';
import type { Fleet } from './fleet.ts';
import { healthPusher } from './push-health.ts';

interface PlanningSource {
  readonly settings: FleetSettings;
  readonly declared: DeclaredStore;
  readonly states: StateStore;
  readonly lastPlan: PlanStore;
  readonly runtime: Pick<Runtime, 'now' | 'sleep'>;
}

/** Who is due, from what is declared and what is known of each; what is wrong in the declaration is told on the way. */
export function planningOf({
  settings,
  declared,
  states,
  lastPlan,
  runtime,
}: PlanningSource): Pick<Fleet, 'plan' | 'enqueue' | 'overview'> {
  const { now } = runtime;
  const tellMisdeclared = createTeller();
  let { warnings } = settings.base;
  const preparePush = healthPusher(settings.base, lastPlan, runtime);
  const toPlannable = ({ key, id, settings: own }: DeclaredTenant): Plannable => {
    const hours = Number(own.PULL_INTERVAL_HOURS ?? settings.base.tenant.pullIntervalHours);
    return { key, id, intervalMs: hours * 3_600_000 };
  };
  const load = () => Promise.all([declared.load(), states.loadAll()]);
  const look = async (log: Log) => {
    for (const warning of warnings) log.warn(warning);
    warnings = [];
    const [everyone, known] = await load();
    const problem = everyone.problem === undefined ? [] : [`${everyone.problem}; what was declared before it goes on`];
    tellMisdeclared(log, [...problem, ...everyone.misdeclared.map(toSentence)]);
    const views = overview(everyone, known, now());
    const at = now().toISOString();
    const push = await preparePush(views, at, log);
    await lastPlan.save({ at, tenants: Object.fromEntries(countByState(views)) });
    const due = plan(everyone.tenants.filter(({ enabled }) => enabled).map(toPlannable), known, now());
    return { due, known, push };
  };

  return {
    overview: async () => overview(...(await load()), now()),

    plan: async (log) => {
      const { due, known, push } = await look(log);
      await push();
      return due.map(({ key }) => ({ key, lane: laneOf(settle(known.get(key), now())) }));
    },

    enqueue: async (log) => {
      const { due, push } = await look(log);
      const byKey = new Map(due.map((tenant) => [tenant.key, tenant]));
      const update = states.update([...byKey.keys()], (key) => (state) => {
        const tenant = byKey.get(key);
        return tenant && enqueue(state, tenant, now());
      });
      return (await Promise.all([update, push()]))[0];
    },
  };
}

/** Each wrong entry is told when it appears, and again when the declaration changes. */
function createTeller(): (log: Log, sentences: readonly string[]) => void {
  let told = '';
  return (log, sentences) => {
    const text = sentences.join('\n');
    if (text !== told) for (const sentence of sentences) log.error(sentence);
    told = text;
  };
}
