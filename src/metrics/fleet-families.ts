import { fleet } from '../catalogue/fleet.ts';
import type { Family, Point } from './point.ts';

/** As much of a tenant as its metrics say. */
export interface FleetTenant {
  readonly key: string;
  readonly name: string;
  readonly state: string;
  /** ISO 8601 */
  readonly finishedAt: string | undefined;
  readonly reports: { readonly selected: number; readonly healthy: number } | undefined;
}

export interface FleetHealth {
  /** Every state there is, with the number of tenants in it. */
  readonly counts: ReadonlyMap<string, number>;
  readonly tenants: readonly FleetTenant[];
  /** ISO 8601; undefined before the first look. */
  readonly plannedAt: string | undefined;
}

/** The health of many tenants: five series for each, so that an overview needs no scrape of every one. */
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
    { metric: fleet.selected, points: each(({ reports }) => reports?.selected) },
    { metric: fleet.healthy, points: each(({ reports }) => reports?.healthy) },
    { metric: fleet.lastPlan, points: toPoints({}, toSeconds(plannedAt)) },
  ];
}

function toSeconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time) / 1000;
}

function toPoints(labels: Point['labels'], value: number | undefined): readonly Point[] {
  return value === undefined ? [] : [{ labels, value }];
}
