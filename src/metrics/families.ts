import { unmappedColumn } from '../catalogue/usage.ts';
import { type DropOptions, judgeTenant } from '../history/drops/judge-tenant.ts';
import { type JudgedColumn, judgedColumns, toDropFamilies } from './drops.ts';
import { type RunHealth, toHealthFamilies } from './health-families.ts';
import type { Family } from './point.ts';
import type { ReportHistory } from './report-history.ts';
import type { ReportHealth } from './states.ts';
import { toUnmappedFamily, toUsageFamilies } from './to-points.ts';

export interface FamilySettings {
  /** Days up to the newest date that are exported. */
  readonly windowDays: number;
  readonly drops: DropOptions;
}

/**
 * Everything there is to export, report by report: of a report that was consumed only what is said of all reports
 * together is held.
 */
export async function* toFamilies(
  histories: AsyncIterable<ReportHistory>,
  settings: FamilySettings,
  loadRunHealth: () => Promise<RunHealth>,
): AsyncGenerator<Family> {
  const reports: ReportHealth[] = [];
  const judged: JudgedColumn[] = [];
  const unmapped: Family[] = [];
  for await (const entry of histories) {
    yield* toUsageFamilies(entry, settings.windowDays);
    judged.push(...judgedColumns(entry));
    unmapped.push(toUnmappedFamily(entry, settings.windowDays));
    reports.push({ report: entry.report, status: entry.status });
  }
  yield* toDropFamilies(judgeTenant(judged, settings.drops));
  yield { metric: unmappedColumn, points: unmapped.flatMap(({ points }) => points) };
  yield* toHealthFamilies(reports, await loadRunHealth());
}
