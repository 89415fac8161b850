import type { Report } from '../catalogue/types.ts';
import type { PullOutcome, ReportStatus } from '../history/status-schema.ts';
import { isNotOffered, type PullResult, resultOf } from '../history/trouble.ts';
import type { ExportOutcome } from '../store/delivery-schemas.ts';
import type { LastRun } from '../store/last-run-schema.ts';

export interface ReportOutcome extends PullOutcome, PullResult {
  readonly report: Report;
}

/** A report with what was known of it when the run began. */
export interface KnownReport {
  readonly report: Report;
  readonly status: ReportStatus;
}

/** How everything in a run ended. */
export interface Run {
  readonly reports: readonly ReportOutcome[];
  readonly exports: readonly ExportOutcome[];
}

/** Whether a run with this outcome failed. */
export function isFailed(outcome: PullResult): boolean {
  return outcome.failure !== undefined && !isNotOffered(outcome);
}

/** What of a run failed, by name. */
export function failuresOf({ reports, exports }: Run): readonly string[] {
  return [
    ...reports.filter(isFailed).map(({ report }) => report.name),
    ...exports.filter(({ failure }) => failure !== undefined).map(({ exporter }) => exporter),
  ];
}

/** How a report's last pull ended: in this run, or in one before it. */
export interface LatestOutcome extends PullResult {
  /** ISO 8601. */
  readonly at: string;
}

/** The last pull of every report that was ever pulled. */
export function latestOutcomes(
  known: readonly KnownReport[],
  outcomes: readonly ReportOutcome[],
): readonly LatestOutcome[] {
  const pulled = new Map(outcomes.map((outcome) => [outcome.report, outcome]));
  return known.flatMap(({ report, status }) => {
    const { lastPull } = status;
    return pulled.get(report) ?? (lastPull === undefined ? [] : { at: lastPull.at, ...resultOf(status) });
  });
}

export function countReports(known: readonly KnownReport[], latest: readonly LatestOutcome[]): LastRun['reports'] {
  const healthy = latest.filter(({ failure }) => failure === undefined).length;
  return { selected: known.length, healthy, notOffered: latest.filter(isNotOffered).length };
}
