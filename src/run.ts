import type { Report } from './catalogue/types.ts';
import type { PullOutcome } from './history/status-schema.ts';
import type { ExportOutcome } from './store/push-schemas.ts';

export interface ReportOutcome extends PullOutcome {
  readonly report: Report;
}

/** How everything in a run ended. */
export interface Run {
  readonly reports: readonly ReportOutcome[];
  readonly exports: readonly ExportOutcome[];
}

/** Whether a run with this outcome failed. A report that is not offered is told, but there is nothing to mend. */
export function isFailed({ failure }: PullOutcome): boolean {
  return failure !== undefined && failure.reason !== 'not_available';
}

/** What of a run failed, by name. */
export function failuresOf({ reports, exports }: Run): readonly string[] {
  return [
    ...reports.filter(isFailed).map(({ report }) => report.name),
    ...exports.filter(({ failure }) => failure !== undefined).map(({ exporter }) => exporter),
  ];
}
