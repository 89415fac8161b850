import type { Report } from '../catalogue/types.ts';
import { NOT_OFFERED } from '../errors/errors.ts';
import type { PullOutcome, ReportStatus } from '../history/status-schema.ts';
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

/** How the last pull of a report ended, and whether any before it succeeded. */
export interface PullResult extends Pick<PullOutcome, 'failure'> {
  readonly wasRead: boolean;
}

/**
 * Whether Microsoft does not offer the report to this tenant, or not yet: that is told, but there is nothing to fix. Of
 * a report that was read before it is a failure like any other. The alerts and infra/scripts/smoke-test.sh say the same
 * in their own words, and a test compares them.
 */
export function isNotOffered({ failure, wasRead }: PullResult): boolean {
  return failure !== undefined && NOT_OFFERED.includes(failure.reason) && !wasRead;
}

/** Whether a run with this outcome failed. */
export function isFailed(outcome: PullResult): boolean {
  return outcome.failure !== undefined && !isNotOffered(outcome);
}

export function resultOf({ lastPull, lastSuccessAt }: ReportStatus): PullResult {
  return { ...(lastPull?.failure && { failure: lastPull.failure }), wasRead: lastSuccessAt !== undefined };
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
