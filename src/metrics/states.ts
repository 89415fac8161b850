import { health } from '../catalogue/health.ts';
import type { MetricDefinition, Report } from '../catalogue/types.ts';
import type { ReportStatus, Troubles } from '../history/status-schema.ts';
import { reportedSince, troublesOf, wrongWithFiles } from '../history/trouble.ts';
import { dayToSeconds } from '../report/dates.ts';
import type { Family } from './point.ts';

export interface ReportHealth {
  readonly report: Report;
  readonly status: ReportStatus;
}

const DAY_SECONDS = 86_400;

/**
 * The states that alerts compare: since when something is wrong, and when it will be. What is well is 0 and not absent,
 * since what is absent goes on being looked up for as long as a rule looks back.
 */
export function toStateFamilies(reports: readonly ReportHealth[]): readonly Family[] {
  const perReport = (metric: MetricDefinition, read: (health: ReportHealth) => number | undefined): Family => ({
    metric,
    points: reports.flatMap((entry) => {
      const value = read(entry);
      return value === undefined ? [] : [{ labels: { report: entry.report.name }, value }];
    }),
  });
  const ofFiles = (metric: MetricDefinition, kind: keyof Troubles) =>
    perReport(metric, ({ status }) => sinceOfFiles(kind, status));

  return [
    perReport(health.failingSince, ({ status }) => reportedSince(troublesOf(status).failing)),
    ofFiles(health.columnsMissingSince, 'columnsMissing'),
    ofFiles(health.columnsUnmappedSince, 'columnsUnmapped'),
    ofFiles(health.rejectedSince, 'cellsRejected'),
    ofFiles(health.rowsRejectedSince, 'rowsRejected'),
    { metric: health.notOnboardedSince, points: [{ labels: {}, value: notOnboardedSince(reports) }] },
    perReport(health.refreshDue, refreshDue),
  ];
}

/** Of the files that are still pulled: what was wrong with others says nothing. */
function sinceOfFiles(kind: keyof Troubles, status: ReportStatus): number {
  return wrongWithFiles(status.lastRead).has(kind) ? reportedSince(troublesOf(status)[kind]) : 0;
}

/** One time for the whole tenant: the earliest of its reports. */
function notOnboardedSince(reports: readonly ReportHealth[]): number {
  const times = reports.map(({ status }) => reportedSince(troublesOf(status).notOnboarded)).filter((time) => time > 0);
  return times.length === 0 ? 0 : Math.min(...times);
}

/** Unix time; undefined where Microsoft has not said yet when it refreshed the report. */
function refreshDue({ report, status }: ReportHealth): number | undefined {
  if (report.lifecycle === 'retired') return 0;
  const refresh = refreshOf(status);
  return refresh && refresh + report.staleAfterDays * DAY_SECONDS;
}

/** The refresh date of a report, the oldest of its periods, as Unix time of its midnight UTC. */
export function refreshOf({ newest }: ReportStatus): number | undefined {
  return oldest(Object.values(newest).map(({ refreshedOn }) => refreshedOn));
}

/** Unix time. */
export function oldest(days: readonly string[]): number | undefined {
  const known = days.filter((day) => day !== '').map(dayToSeconds);
  return known.length === 0 ? undefined : Math.min(...known);
}
