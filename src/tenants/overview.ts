import { settle } from './planner.ts';
import { type Declared, type DeclaredTenant, type Misdeclared, toSentence } from './read-declared.ts';
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
  const known = tenants.map((tenant) => viewOf(tenant, states.get(tenant.key), now));
  const wrong = misdeclared.map((entry) => viewOfMisdeclared(entry, states));
  const rank = ({ state }: TenantView) => TENANT_STATES.indexOf(state);
  return [...wrong, ...known].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}

function viewOf(tenant: DeclaredTenant, known: TenantState | undefined, now: Date): TenantView {
  const { key, name = key, labels, enabled, enabledAt, settings, addedAt } = tenant;
  const settled = settle(known, now);
  return {
    key,
    name,
    labels,
    state: enabled ? settled.state : 'disabled',
    reason: enabled ? settled.reason : undefined,
    nextAt: enabled ? settled.nextAt : undefined,
    finishedAt: settled.finishedAt,
    pulledAt: known === undefined ? addedAt : settled.pulledAt,
    enabledAt,
    waitingSince: settled.waitingSince,
    pullIntervalHours: settings.PULL_INTERVAL_HOURS,
    reports: settled.reports,
  };
}

function viewOfMisdeclared(entry: Misdeclared, states: ReadonlyMap<string, TenantState>): TenantView {
  const { key } = entry;
  return {
    key,
    name: key,
    labels: {},
    state: 'misdeclared',
    reason: toSentence(entry),
    nextAt: undefined,
    finishedAt: undefined,
    pulledAt: isTenantKey(key) ? states.get(key)?.pulledAt : undefined,
    enabledAt: undefined,
    waitingSince: undefined,
    pullIntervalHours: undefined,
    reports: undefined,
  };
}

/** How many tenants are in each state, those that are in none of them too. */
export function countByState(views: readonly TenantView[]): ReadonlyMap<TenantStateName, number> {
  const counts = new Map<TenantStateName, number>(TENANT_STATES.map((state) => [state, 0]));
  for (const { state } of views) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
