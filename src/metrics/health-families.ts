import { health } from '../catalogue/health.ts';
import type { Labels, MetricDefinition, Report } from '../catalogue/types.ts';
import { rejectedCellsOf } from '../history/status.ts';
import type { LastRead, ReportStatus } from '../history/status-schema.ts';
import { dayToSeconds } from '../report/dates.ts';
import type { Family, Point } from './point.ts';

export interface ReportHealth {
  readonly report: Report;
  readonly status: ReportStatus;
}

/** What is told of the program and its last run. */
export interface RunHealth {
  readonly version: string;
  readonly node: string;
  /** ISO 8601; undefined before the first run has finished. */
  readonly finishedAt: string | undefined;
  /** HTTP responses from Graph by status, of the last run that requested anything. */
  readonly graphResponses: Readonly<Record<string, number>>;
  /** Of the push exporters that are selected. */
  readonly exports: readonly ExportHealth[];
}

export interface ExportHealth {
  readonly last: { readonly exporter: string; readonly failure?: string };
  /** ISO 8601. */
  readonly lastSuccessAt?: string;
}

const DAY_SECONDS = 86_400;

/** The health of every selected report. What is not known yet has no point; what was known last stays. */
export function toHealthFamilies(reports: readonly ReportHealth[], run: RunHealth): readonly Family[] {
  const perReport = (metric: MetricDefinition, read: (status: ReportStatus) => number | undefined): Family => ({
    metric,
    points: reports.flatMap(({ report, status }) => toPoint({ report: report.name }, read(status))),
  });
  const sum = (read: (file: LastRead) => number) => (status: ReportStatus) =>
    sumOf(Object.values(status.lastRead).map(read));

  return [
    perReport(health.pullSuccess, ({ lastPull }) => lastPull && Number(lastPull.failure === undefined)),
    perReport(health.lastSuccess, ({ lastSuccessAt }) => toSeconds(lastSuccessAt)),
    perReport(health.refresh, ({ newest }) => oldest(Object.values(newest).map(({ refreshedOn }) => refreshedOn))),
    perReport(health.newestDate, ({ newest }) => oldest(Object.values(newest).map(({ date }) => date))),
    perReport(health.pullDuration, ({ lastPull }) => lastPull?.seconds),
    perReport(
      health.rows,
      sum(({ rows }) => rows),
    ),
    perReport(
      health.emptyCells,
      sum(({ emptyCells }) => emptyCells),
    ),
    perReport(
      health.rejectedRows,
      sum(({ rejectedRows }) => rejectedRows),
    ),
    { metric: health.rejectedCells, points: reports.flatMap(toRejected) },
    perReport(health.columnsMissing, ({ lastRead }) => distinct(lastRead, 'missingColumns')),
    perReport(health.columnsUnmapped, ({ lastRead }) => distinct(lastRead, 'unmappedColumns')),
    { metric: health.failure, points: reports.flatMap(toFailure) },
    perReport(health.failingSince, ({ failingSince }) => toSeconds(failingSince)),
    { metric: health.info, points: reports.map(toInfo) },
    {
      metric: health.staleAfter,
      points: reports.map(({ report }) => ({
        labels: { report: report.name },
        value: report.staleAfterDays * DAY_SECONDS,
      })),
    },
    { metric: health.lastRun, points: toPoint({}, toSeconds(run.finishedAt)) },
    {
      metric: health.graphResponses,
      points: Object.entries(run.graphResponses).map(([status, value]) => ({ labels: { status }, value })),
    },
    {
      metric: health.exportSuccess,
      points: run.exports.flatMap(({ last }) =>
        toPoint({ exporter: last.exporter }, Number(last.failure === undefined)),
      ),
    },
    {
      metric: health.exportLastSuccess,
      points: run.exports.flatMap(({ last, lastSuccessAt }) =>
        toPoint({ exporter: last.exporter }, toSeconds(lastSuccessAt)),
      ),
    },
    { metric: health.buildInfo, points: [{ labels: { version: run.version, node: run.node }, value: 1 }] },
  ];
}

function toFailure({ report, status }: ReportHealth): Point[] {
  const reason = status.lastPull?.failure?.reason;
  return reason === undefined ? [] : [{ labels: { report: report.name, reason }, value: 1 }];
}

function toRejected({ report, status }: ReportHealth): readonly Point[] {
  return rejectedCellsOf(status).map(({ column, cells }) => ({
    labels: { report: report.name, column },
    value: cells,
  }));
}

function toInfo({ report }: ReportHealth): Point {
  const { name, title, product, kind, lifecycle } = report;
  return { labels: { report: name, title, product, kind, lifecycle }, value: 1 };
}

function toPoint(labels: Labels, value: number | undefined): Point[] {
  return value === undefined ? [] : [{ labels, value }];
}

function toSeconds(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso) / 1000;
}

function oldest(days: readonly string[]): number | undefined {
  const known = days.filter((day) => day !== '').map(dayToSeconds);
  return known.length === 0 ? undefined : Math.min(...known);
}

function sumOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/** The periods of a report share their columns: a column that all of them lack is one column. */
function distinct(files: ReportStatus['lastRead'], field: 'missingColumns' | 'unmappedColumns'): number | undefined {
  const read = Object.values(files);
  return read.length === 0 ? undefined : new Set(read.flatMap((file) => file[field])).size;
}
