import { tenantActivity } from '../../src/catalogue/usage.ts';
import { NEUTRAL, RATIO, SINCE_RUN, ZERO_IS_GOOD } from './looks.ts';
import { statPanel, type Target } from './panels.ts';

/** A number each. */
export type StatTargets = Readonly<Record<(typeof STATS)[number]['of'], Target>>;

/** How things are, in a row of numbers. */
export function healthStats(targets: StatTargets) {
  return STATS.map(({ of, unit, steps, ...text }) =>
    statPanel(text, targets[of], { unit, steps, isHealth: unit !== 'percentunit' }).decimals(0),
  );
}

const STATS = [
  {
    of: 'drops',
    title: 'Drops now',
    description: 'Columns whose usage fell as far as is alarming for them.',
    runbooks: ['M365UsageDropped', 'M365UsageDroppedSharply'],
    unit: 'short',
    steps: ZERO_IS_GOOD,
  },
  {
    of: 'failing',
    title: 'Reports failing',
    description: 'Reports whose last pull failed; their last good values stay.',
    runbooks: ['M365ReportPullFailing'],
    unit: 'short',
    steps: ZERO_IS_GOOD,
  },
  {
    of: 'stale',
    title: 'Reports stale',
    description: 'Reports that Microsoft has not refreshed for longer than usual.',
    runbooks: ['M365ReportStale'],
    unit: 'short',
    steps: ZERO_IS_GOOD,
  },
  {
    of: 'dataAsOf',
    title: 'Data as of',
    description: 'The newest day that half of the reports have.',
    unit: 'time:YYYY-MM-DD',
    steps: NEUTRAL,
  },
  {
    of: 'sinceLastRun',
    title: 'Since the last run',
    description: 'Red after 26 hours.',
    runbooks: ['M365PullNotRunning'],
    unit: 's',
    steps: SINCE_RUN,
  },
  {
    of: 'activity',
    title: 'Tenant against usual',
    description: tenantActivity.help,
    runbooks: ['M365TenantUsageLow'],
    unit: 'percentunit',
    steps: RATIO,
  },
] as const;
