import { DROP_FROM, LOW_TENANT, SHARP_FROM, SHARP_RATIO, VANISHED_FROM } from '../../src/history/drops/constants.ts';
import type { ColumnVerdict } from '../../src/history/drops/judge-tenant.ts';
import type { Day } from '../../src/report/dates.ts';
import { openSample } from './sample.ts';

/** The only alarm of the sample tenant, on every date. */
export const DROP = 'M365UsageDropped getOffice365GroupsActivityGroupCounts Active';

/**
 * What the alert rules on usage say of the sample tenant on a date, without Prometheus: `alert report column item`, for
 * each column. Dates that follow one another share a `sample`, for speed.
 */
export function alarmsOn(date: Day, sample = openSample()): readonly string[] {
  const { activity, columns } = sample(date);
  const named = [...columns].flatMap(([{ series, report }, verdict]) =>
    alarmsOf(verdict).map((alert) => [alert, report, series.column, series.item].filter(Boolean).join(' ')),
  );
  return activity !== undefined && activity.ratio < LOW_TENANT ? [...named, 'M365TenantUsageLow'] : named;
}

function alarmsOf({ drop, daysWithoutData }: ColumnVerdict): readonly string[] {
  if (daysWithoutData >= VANISHED_FROM) return ['M365UsageVanished'];
  if (drop === undefined || drop.score < DROP_FROM) return [];
  const isSharp = drop.score >= SHARP_FROM || drop.observed <= SHARP_RATIO * drop.expected;
  return isSharp ? ['M365UsageDropped', 'M365UsageDroppedSharply'] : ['M365UsageDropped'];
}
