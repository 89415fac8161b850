import { ANY_PERIOD } from '../catalogue/periods.ts';
import type { Column, Labels, MetricDefinition, Period, Report, ReportMetric } from '../catalogue/types.ts';
import type { ReportStatus } from '../history/status.ts';
import { newestDay, type Series, windowStart } from '../history/window.ts';
import type { Day } from '../report/dates.ts';
import type { SeriesKey } from '../report/to-reading.ts';
import type { Family, Point } from './point.ts';

/** The settings that decide which points there are. */
export interface Shape {
  readonly windowDays: number;
  readonly wholePeriods: readonly Period[];
}

export interface ReportHistory {
  readonly report: Report;
  readonly status: ReportStatus;
  readonly series: readonly Series[];
}

/** What a report exports of its usage: per metric the dated series of the window, then the newest values. */
export function toUsageFamilies(history: ReportHistory, shape: Shape): readonly Family[] {
  const { metrics } = history.report;
  return [
    ...metrics.map((metric) => ({ metric, points: toDated(history, metric, shape) })),
    ...metrics.map((metric) => ({ metric: latestOf(metric), points: toLatest(history, metric, shape) })),
  ];
}

/** The metric that holds the newest value of another one, without its date. */
export function latestOf(metric: MetricDefinition): MetricDefinition {
  return { ...metric, name: `${metric.name}_latest`, help: `Newest value of ${metric.name}. ${metric.help}` };
}

/** The newest date a report has, per period where its values depend on it. */
export function newestDates({ status, series }: Pick<ReportHistory, 'status' | 'series'>): ReadonlyMap<string, Day> {
  const dates = new Map(Object.entries(status.newest).map(([key, { date }]) => [key, date]));
  for (const entry of series) {
    const newest = newestDay(entry);
    if (newest > (dates.get(periodKey(entry)) ?? '')) dates.set(periodKey(entry), newest);
  }
  return dates;
}

/** How a status files what it knows of a period. */
export function periodKey({ period }: Pick<SeriesKey, 'period'>): string {
  return period === undefined ? ANY_PERIOD : `D${period}`;
}

function toDated(history: ReportHistory, metric: ReportMetric, shape: Shape): readonly Point[] {
  if (shape.windowDays === 0) return [];
  const newest = newestDates(history);
  return withColumns(history.series, metric, shape).flatMap(([column, series]) => {
    const last = newest.get(periodKey(series)) ?? '';
    const first = history.report.kind === 'daily' ? windowStart(last, shape.windowDays) : last;
    return [...series.days]
      .filter(([date]) => date >= first)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, value]) => ({ labels: toLabels(history.report, column, series, date), value, date }));
  });
}

function toLatest(history: ReportHistory, metric: ReportMetric, shape: Shape): readonly Point[] {
  const newest = Object.values(history.status.newest).flatMap(({ values }) => values);
  return withColumns(newest, metric, shape).map(([column, value]) => ({
    labels: toLabels(history.report, column, value),
    value: value.value,
  }));
}

/** What belongs to a metric, in the catalogue's order, each with its column. */
function withColumns<T extends SeriesKey>(
  all: readonly T[],
  metric: ReportMetric,
  shape: Shape,
): (readonly [Column, T])[] {
  const periods = new Set<string>([ANY_PERIOD, ...shape.wholePeriods]);
  return metric.columns.flatMap((column) =>
    all
      .filter((entry) => entry.column === column.header && periods.has(periodKey(entry)))
      .map((entry) => [column, entry] as const),
  );
}

function toLabels(report: Report, column: Column, { item, period }: SeriesKey, date?: Day): Labels {
  return {
    ...column.labels,
    ...(report.item && { [report.item.label]: item }),
    ...(date !== undefined && { report_date: date }),
    ...(period !== undefined && { report_period: String(period) }),
  };
}
