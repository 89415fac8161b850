import { settle } from './planner.ts';
import { type Declared, toSentence } from './read-declared.ts';
import { TENANT_STATES, type TenantState, type TenantStateName } from './tenant-state.ts';

/** A tenant as metrics, pages, `tenants list` and healthz tell of it. */
export interface TenantView {
  readonly key: string;
  /** What people call it; the key where it has no name. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: TenantStateName;
  readonly reason: string | undefined;
  readonly nextAt: string | undefined;
  readonly finishedAt: string | undefined;
  /** Undefined before a run has read any. */
  readonly reports: TenantState['reports'];
}

/** Everybody who is declared and not removed, the worst first, then by key. */
export function overview(
  { tenants, misdeclared }: Declared,
  states: ReadonlyMap<string, TenantState>,
  now: Date,
): readonly TenantView[] {
  const known = tenants.map(({ key, name = key, labels, enabled }): TenantView => {
    const { state, reason, nextAt, finishedAt, reports } = settle(states.get(key), now);
    const own = { key, name, labels, finishedAt, reports };
    return enabled
      ? { ...own, state, reason, nextAt }
      : { ...own, state: 'disabled', reason: undefined, nextAt: undefined };
  });
  const wrong = misdeclared.map((entry): TenantView => {
    const nothing = { labels: {}, nextAt: undefined, finishedAt: undefined, reports: undefined };
    return { ...nothing, key: entry.key, name: entry.key, state: 'misdeclared', reason: toSentence(entry) };
  });
  const rank = ({ state }: TenantView) => TENANT_STATES.indexOf(state);
  return [...wrong, ...known].toSorted((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}

/** How many tenants are in each state, those that are in none of them too. */
export function countByState(views: readonly TenantView[]): ReadonlyMap<TenantStateName, number> {
  const counts = new Map<TenantStateName, number>(TENANT_STATES.map((state) => [state, 0]));
  for (const { state } of views) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
