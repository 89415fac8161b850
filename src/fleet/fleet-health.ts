import { fleetFamilies } from '../metrics/fleet-families.ts';
import type { Family } from '../metrics/point.ts';
import type { Settings } from '../settings/settings.ts';
import { countByState, type TenantView } from '../tenants/overview.ts';
import { isTenantKey } from '../tenants/tenant-key.ts';

/**
 * The metrics of a fleet's own health. An entry that is wrong is counted, and told of if its key is one: what was right
 * before is to be missed.
 *
 * @param plannedAt ISO 8601; undefined before the first look
 */
export function fleetHealth(
  views: readonly TenantView[],
  plannedAt: string | undefined,
  { tenant }: Pick<Settings, 'tenant'>,
): readonly Family[] {
  const tenants = views
    .filter(({ key }) => isTenantKey(key))
    .map((view) => ({ ...view, pullIntervalHours: Number(view.pullIntervalHours ?? tenant.pullIntervalHours) }));
  return fleetFamilies({ counts: countByState(views), tenants, plannedAt });
}
