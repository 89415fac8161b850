import type { MetricDefinition } from './types.ts';

/** What a process that serves many tenants says of them, at `/metrics/_fleet`. Labels: `tenant` unless the help says otherwise. */
export const fleet = {
  tenants: {
    name: 'm365_tenants',
    unit: '{tenant}',
    help: 'Declared tenants by state (label state), in every state there is.',
  },
  info: {
    name: 'm365_tenant_info',
    unit: '1',
    help: 'Always 1; the name of the tenant (label tenant_name).',
  },
  state: {
    name: 'm365_tenant_state',
    unit: '1',
    help: 'Always 1; the state that the tenant is in (label state).',
  },
  lastRun: {
    name: 'm365_tenant_last_run_timestamp_seconds',
    unit: 's',
    help: 'When the last run of the tenant finished, as Unix time.',
  },
  lastSuccess: {
    name: 'm365_tenant_last_success_timestamp_seconds',
    unit: 's',
    help: 'When reports of the tenant were last pulled, as Unix time.',
  },
  pullDue: {
    name: 'm365_tenant_pull_due_timestamp_seconds',
    unit: 's',
    help: 'When the tenant counts as not pulled unless reports of it are pulled before, as Unix time: 12 hours later than they should be. 0 where it is disabled, and where nobody has ever consented.',
  },
  waitingSince: {
    name: 'm365_tenant_waiting_since_timestamp_seconds',
    unit: 's',
    help: 'Since when the tenant waits for the consent of its administrator, as Unix time; 0 where it does not.',
  },
  selected: {
    name: 'm365_tenant_reports_selected',
    unit: '{report}',
    help: 'Reports that the settings of the tenant select.',
  },
  healthy: {
    name: 'm365_tenant_reports_healthy',
    unit: '{report}',
    help: 'Reports of the tenant whose last pull succeeded.',
  },
  lastPlan: {
    name: 'm365_plan_last_run_timestamp_seconds',
    unit: 's',
    help: 'When it was last looked which tenants are due, as Unix time. No labels.',
  },
} satisfies Record<string, MetricDefinition>;
