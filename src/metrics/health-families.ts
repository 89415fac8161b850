import { health } from '../catalogue/health.ts';
import type { Labels, MetricDefinition } from '../catalogue/types.ts';
import { rejectedCellsOf } from '../history/status.ts';
import type { LastRead, ReportStatus } from '../history/status-schema.ts';
import { type Closing, toClosingFamilies, toSeconds } from './closing.ts';
import type { Family, Point } from './point.ts';
import { oldest, type ReportHealth, refreshOf, toStateFamilies } from './states.ts';

/** What is known of the program and its last run. */
export interface RunHealth extends Closing {
  readonly version: string;
  readonly node: string;
  /** HTTP responses from Graph by status, of the last run that requested anything. */
  readonly graphResponses: Readonly<Record<string, number>>;
  /** Of the credential; undefined where it has none. */
  readonly certificate?: { readonly setting: string; readonly end: Date } | undefined;
}

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
    perReport(health.refresh, refreshOf),
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
    { metric: health.info, points: reports.map(toInfo) },
    ...toStateFamilies(reports),
    ...toClosingFamilies(run),
    {
      metric: health.graphResponses,
      points: Object.entries(run.graphResponses).map(([status, value]) => ({ labels: { status }, value })),
    },
    { metric: health.certificateEnd, points: toCertificate(run) },
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

function toCertificate({ certificate }: RunHealth): Point[] {
  return certificate === undefined
    ? []
    : [{ labels: { setting: certificate.setting }, value: certificate.end.getTime() / 1000 }];
}

function toInfo({ report }: ReportHealth): Point {
  const { name, title, product, kind, lifecycle } = report;
  return { labels: { report: name, title, product, kind, lifecycle }, value: 1 };
}

function toPoint(labels: Labels, value: number | undefined): Point[] {
  return value === undefined ? [] : [{ labels, value }];
}

function sumOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/** The periods of a report share their columns: a column that all of them lack is one column. */
function distinct(files: ReportStatus['lastRead'], field: 'missingColumns' | 'unmappedColumns'): number | undefined {
  const read = Object.values(files);
  return read.length === 0 ? undefined : new Set(read.flatMap((file) => file[field])).size;
}
