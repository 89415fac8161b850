import { type ReportHealth, type RunHealth, toHealthFamilies } from './health-families.ts';
import type { Family } from './point.ts';
import type { ReportHistory } from './report-history.ts';
import { toChangeFamilies, toUnmappedFamily, toUsageFamilies } from './to-points.ts';

export interface FamilySettings {
  /** Days up to the newest date that are exported. */
  readonly windowDays: number;
  /** A baseline below this is not judged. */
  readonly changeMinimum: number;
}

/**
 * Everything there is to export, report by report: of a report that was consumed only what is told of all reports
 * together is held.
 */
export async function* toFamilies(
  histories: AsyncIterable<ReportHistory>,
  settings: FamilySettings,
  loadRunHealth: () => Promise<RunHealth>,
): AsyncGenerator<Family> {
  const reports: ReportHealth[] = [];
  const acrossReports: Family[] = [];
  for await (const entry of histories) {
    yield* toUsageFamilies(entry, settings.windowDays);
    acrossReports.push(
      ...toChangeFamilies(entry, settings.changeMinimum),
      toUnmappedFamily(entry, settings.windowDays),
    );
    reports.push({ report: entry.report, status: entry.status });
  }
  yield* joined(acrossReports);
  yield* toHealthFamilies(reports, await loadRunHealth());
}

/** One family of those that have one metric. */
function joined(families: readonly Family[]): readonly Family[] {
  const byMetric = Map.groupBy(families, ({ metric }) => metric);
  return [...byMetric].map(([metric, parts]) => ({ metric, points: parts.flatMap(({ points }) => points) }));
}
