import { finish } from '../../src/tenants/planner.ts';
import type { TenantState } from '../../src/tenants/tenant-state.ts';

const REPORTS = { selected: 58, healthy: 58, notOffered: 0 };

/** A tenant that has just been pulled. */
export function healthy(id: string, now: Date): TenantState {
  return finish(undefined, { state: 'healthy', reports: REPORTS }, { key: '', id, intervalMs: 86_400_000 }, now);
}
