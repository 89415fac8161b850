import type { ReportStatus } from './status-schema.ts';

const HOUR_MS = 3_600_000;

/** So that a daily pull stays at its hour although each one ends a little later than it began. */
const GRACE_MS = HOUR_MS / 2;

/** Whether the last successful pull is an interval ago, or was made by a clock that is ahead of ours. */
export function isDue({ lastSuccessAt }: ReportStatus, intervalHours: number, now: Date): boolean {
  if (lastSuccessAt === undefined) return true;
  const age = now.getTime() - Date.parse(lastSuccessAt);
  return age >= intervalHours * HOUR_MS - GRACE_MS || age < -GRACE_MS;
}
