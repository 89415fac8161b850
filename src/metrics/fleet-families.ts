import { fleet } from '../catalogue/fleet.ts';
import type { Family, Point } from './point.ts';

/** As much of a tenant as its metrics say. */
export interface FleetTenant {
  readonly key: string;
  readonly name: string;
  readonly state: string;
  /** ISO 8601 */
  readonly finishedAt: string | undefined;
  /** ISO 8601: when reports were last pulled; before the first time, when the tenant was first looked at. */
  readonly pulledAt: string | undefined;
  /** ISO 8601: when it was enabled again, if it ever was. */
  readonly enabledAt?: string | undefined;
  /** ISO 8601 */
  readonly waitingSince: string | undefined;
  readonly pullIntervalHours: number;
  readonly reports: { readonly selected: number; readonly healthy: number } | undefined;
}

export interface FleetHealth {
  /** Every state there is, with the number of tenants in it. */
  readonly counts: ReadonlyMap<string, number>;
  readonly tenants: readonly FleetTenant[];
  /** ISO 8601; undefined before the first look. */
  readonly plannedAt: string | undefined;
}

/** By so much a run may be late: in a fleet of which a twentieth hangs, data gets 30 hours old (bench/RESULTS.md). */
const GRACE_HOURS = 12;

/** The health of many tenants: eight series for each, so that an overview needs no scrape of every one. */
export function fleetFamilies({ counts, tenants, plannedAt }: FleetHealth): readonly Family[] {
  const each = (read: (tenant: FleetTenant) => number | undefined) =>
    tenants.flatMap((tenant) => toPoints({ tenant: tenant.key }, read(tenant)));
  return [
    { metric: fleet.tenants, points: [...counts].map(([state, value]) => ({ labels: { state }, value })) },
    {
      metric: fleet.info,
      points: tenants.map(({ key, name }) => ({ labels: { tenant: key, tenant_name: name }, value: 1 })),
    },
    { metric: fleet.state, points: tenants.map(({ key, state }) => ({ labels: { tenant: key, state }, value: 1 })) },
    { metric: fleet.lastRun, points: each(({ finishedAt }) => toSeconds(finishedAt)) },
    { metric: fleet.lastSuccess, points: each(({ reports, pulledAt }) => reports && toSeconds(pulledAt)) },
    { metric: fleet.pullDue, points: each(pullDue) },
    { metric: fleet.waitingSince, points: each(waitingSince) },
    { metric: fleet.selected, points: each(({ reports }) => reports?.selected) },
    { metric: fleet.healthy, points: each(({ reports }) => reports?.healthy) },
    { metric: fleet.lastPlan, points: toPoints({}, toSeconds(plannedAt)) },
  ];
}

function waitingSince({ state, waitingSince: since }: FleetTenant): number {
  return state === 'waiting_for_consent' ? (toSeconds(since) ?? 0) : 0;
}

/** Whoever waits for a first consent, or is disabled, is not late; who is enabled again has as long as who is new. */
function pullDue({ state, reports, pulledAt, enabledAt, pullIntervalHours }: FleetTenant): number | undefined {
  if (state === 'disabled' || (state === 'waiting_for_consent' && reports === undefined)) return 0;
  const pulled = toSeconds(pulledAt);
  return pulled && Math.max(pulled, toSeconds(enabledAt) ?? 0) + (pullIntervalHours + GRACE_HOURS) * 3600;
}

function toSeconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time) / 1000;
}

function toPoints(labels: Point['labels'], value: number | undefined): readonly Point[] {
  return value === undefined ? [] : [{ labels, value }];
}
