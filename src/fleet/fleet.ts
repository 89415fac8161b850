import type { PullOptions, Site } from '../app.ts';
import type { Log } from '../log.ts';
import type { FleetSettings } from '../settings/fleet-settings.ts';
import type { DeclaredStore } from '../tenants/declared-store.ts';
import type { TenantView } from '../tenants/overview.ts';
import type { PlanStore } from '../tenants/plan-store.ts';
import type { Waiting } from '../tenants/pool.ts';
import type { DeclaredTenant } from '../tenants/read-declared.ts';
import type { StateStore } from '../tenants/state-store.ts';
import type { OpenTenant } from './open-tenants.ts';
import type { TenantRun } from './run-tenant.ts';

/** Many tenants in one process, each as if it were alone. */
export interface Fleet extends Site {
  readonly settings: FleetSettings;
  readonly declared: DeclaredStore;
  readonly states: StateStore;
  readonly lastPlan: PlanStore;
  /** Undefined where nobody of that key is declared and usable; disabled ones are there. */
  readonly open: (key: string) => Promise<OpenTenant | undefined>;
  readonly overview: () => Promise<readonly TenantView[]>;
  /** Who is due now, the longest overdue first. */
  readonly plan: (log: Log) => Promise<readonly Waiting[]>;
  /** The same, and remember that a message says so: the keys that messages are to go out for. */
  readonly enqueue: (log: Log) => Promise<readonly string[]>;
  /** Delete everything that is stored of a tenant. False, and nothing is deleted, while a run of it is under way. */
  readonly purge: (tenant: DeclaredTenant) => Promise<boolean>;
  /** A message about a tenant failed again and again: that becomes its state, unless it is no longer due. */
  readonly setAside: (key: string, log: Log) => Promise<void>;
  /** Pull one tenant, unless another run does or it is not due. Undefined where it was let alone. */
  readonly pull: (key: string, options: FleetPullOptions) => Promise<TenantRun | undefined>;
}

export interface FleetPullOptions extends PullOptions {
  /** Pull every report, due or not. */
  readonly isForced?: boolean;
}
