import { settle } from './planner.ts';
import { type Declared, toSentence } from './read-declared.ts';
import { isTenantKey } from './tenant-key.ts';
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
  /** When a run last read reports; before the first one, when the tenant was first looked at, or declared. */
  readonly pulledAt: string | undefined;
  /** When it was last enabled, or declared once more: nobody pulled it before. */
  readonly enabledAt: string | undefined;
  readonly waitingSince: string | undefined;
  /** Its own `PULL_INTERVAL_HOURS`. */
  readonly pullIntervalHours: string | undefined;
  /** Undefined before a run has read any. */
  readonly reports: TenantState['reports'];
}

/** Everybody who is declared and not removed, the worst first, then by key. */
export function overview(
  { tenants, misdeclared }: Declared,
  states: ReadonlyMap<string, TenantState>,
  now: Date,
): readonly TenantView[] {
  const known = tenants.map(({ key, name = key, labels, enabled, enabledAt, settings, addedAt }): TenantView => {
    const { state, reason, nextAt, ...rest } = settle(states.get(key), now);
    const pulledAt = states.has(key) ? rest.pulledAt : addedAt;
    const times = { ...timesOf(rest), pulledAt, enabledAt };
    const own = { key, name, labels, pullIntervalHours: settings.PULL_INTERVAL_HOURS, ...times };
    return enabled
      ? { ...own, state, reason, nextAt }
      : { ...own, state: 'disabled', reason: undefined, nextAt: undefined };
  });
  const wrong = misdeclared.map((entry): TenantView => {
    const { key } = entry;
    const nothing = {
      labels: {},
      nextAt: undefined,
      enabledAt: undefined,
      pullIntervalHours: undefined,
      ...timesOf({}),
    };
    const pulledAt = isTenantKey(key) ? states.get(key)?.pulledAt : undefined;
    return { ...nothing, pulledAt, key, name: key, state: 'misdeclared', reason: toSentence(entry) };
  });
  const rank = ({ state }: TenantView) => TENANT_STATES.indexOf(state);
  return [...wrong, ...known].toSorted((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}

function timesOf({ finishedAt, pulledAt, waitingSince, reports }: Partial<TenantState>) {
  return { finishedAt, pulledAt, waitingSince, reports };
}

/** How many tenants are in each state, those that are in none of them too. */
export function countByState(views: readonly TenantView[]): ReadonlyMap<TenantStateName, number> {
  const counts = new Map<TenantStateName, number>(TENANT_STATES.map((state) => [state, 0]));
  for (const { state } of views) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
