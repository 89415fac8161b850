import type { Column, Labels, MetricDefinition, Report, ReportMetric } from '../catalogue/types.ts';
import { unmappedColumn, usage } from '../catalogue/usage.ts';
import { type Change, ratioOf, toChange } from '../history/change.ts';
import { type Series, windowStart } from '../history/window.ts';
import { columnsOf, trendOf } from '../report/columns.ts';
import { type Day, dayToSeconds } from '../report/dates.ts';
import type { SeriesKey } from '../report/reading.ts';
import type { Family, Point } from './point.ts';
import { isTotalBesideParts, type ReportHistory } from './report-history.ts';

/** What a report exports of its usage: per metric the dated series of the window, then the newest values. */
export function toUsageFamilies(history: ReportHistory, windowDays: number): readonly Family[] {
  const { metrics } = history.report;
  return [
    ...metrics.map((metric) => ({ metric, points: toDated(history, metric, windowDays) })),
    ...metrics.map((metric) => ({ metric: latestOf(metric), points: toLatest(history, metric) })),
  ];
}

/** The metric that holds the newest value of another one, without its date. */
export function latestOf(metric: MetricDefinition): MetricDefinition {
  return { ...metric, name: `${metric.name}_latest`, help: `Newest value of ${metric.name}. ${metric.help}` };
}

function toDated(history: ReportHistory, metric: ReportMetric, windowDays: number): readonly Point[] {
  return withColumns(history.series, metric).flatMap(([column, series]) => {
    const own = toLabels(history.report, column, series);
    const period = toPeriodLabel(series);
    return daysInWindow(history, series, windowDays).map(([date, value]) => ({
      labels: { ...own, report_date: date, ...period },
      value,
      date,
    }));
  });
}

/** The series of a metric with the labels its newest values have. */
export function seriesOfMetric(
  history: ReportHistory,
  metric: ReportMetric,
): readonly { readonly labels: Labels; readonly days: Series['days'] }[] {
  return withColumns(history.series, metric).map(([column, series]) => ({
    labels: { ...toLabels(history.report, column, series), ...toPeriodLabel(series) },
    days: series.days,
  }));
}

/** The days of the window, oldest first; of a report of a whole period the newest one. */
function daysInWindow(
  { report, newestDate }: ReportHistory,
  series: Series,
  windowDays: number,
): readonly (readonly [Day, number])[] {
  if (windowDays === 0) return [];
  const last = newestDate(series);
  const first = report.kind === 'daily' ? windowStart(last, windowDays) : last;
  return [...series.days].filter(([date]) => date >= first).sort(([a], [b]) => (a < b ? -1 : 1));
}

function toLatest({ report, latest }: ReportHistory, metric: ReportMetric): readonly Point[] {
  return withColumns(latest, metric).map(([column, value]) => ({
    labels: { ...toLabels(report, column, value), ...toPeriodLabel(value) },
    value: value.value,
  }));
}

/** What belongs to a metric, in the catalogue's order, each with its column. */
function withColumns<T extends SeriesKey>(all: readonly T[], metric: ReportMetric): (readonly [Column, T])[] {
  return metric.columns.flatMap((column) =>
    all.filter((entry) => entry.column === column.header).map((entry) => [column, entry] as const),
  );
}

function toLabels(report: Report, column: Column, { item }: SeriesKey): Labels {
  return { ...column.labels, ...(report.item && { [report.item.label]: item }) };
}

function toPeriodLabel({ period }: SeriesKey): Labels {
  return period === undefined ? {} : { report_period: String(period) };
}

/** The columns of a report that the catalogue does not know yet. */
export function toUnmappedFamily(history: ReportHistory, windowDays: number): Family {
  const known = new Set(columnsOf(history.report).map(({ column }) => column.header));
  const unknown = history.series.filter(({ column }) => !known.has(column));
  const points = unknown.flatMap((series) =>
    daysInWindow(history, series, windowDays).map(([date, value]) => ({
      labels: { report: history.report.name, ...toColumnLabels(series), report_date: date, ...toPeriodLabel(series) },
      value,
      date,
    })),
  );
  return { metric: unmappedColumn, points };
}

function toColumnLabels({ column, item }: SeriesKey): Labels {
  return { column, ...(item !== '' && { item }) };
}

/** How the activities of a report compare with what is usual. */
export function toChangeFamilies(history: ReportHistory, minimum: number): readonly Family[] {
  const changes = [...toChanges(history, minimum)].map(([series, change]) => ({
    labels: { report: history.report.name, ...toColumnLabels(series) },
    change,
  }));
  const family = (metric: MetricDefinition, read: (change: Change) => number | undefined): Family => ({
    metric,
    points: changes.flatMap(({ labels, change }) => {
      const value = read(change);
      return value === undefined ? [] : [{ labels, value }];
    }),
  });
  return [
    family(usage.newest, ({ judged }) => judged?.newest),
    family(usage.baseline, ({ judged }) => judged?.baseline),
    family(usage.changeRatio, ratioOf),
    family(usage.judgedDate, ({ judged }) => judged && dayToSeconds(judged.date)),
    family(usage.silentDays, ({ silentDays }) => silentDays),
  ];
}

/** How each judged series of a report compares with what is usual. */
export function toChanges(history: ReportHistory, minimum: number): ReadonlyMap<Series, Change> {
  return new Map(
    judgedSeries(history).map((series) => [series, toChange(series.days, history.newestDate(series), minimum)]),
  );
}

/**
 * Judged are the daily columns that count an activity; the catalogue names none of a retired product. A total beside its
 * parts ends where they begin, and what has no dates of its own is a whole period: neither is a history of days.
 */
function judgedSeries({ report, series }: ReportHistory): readonly Series[] {
  if (report.kind !== 'daily') return [];
  const activities = new Set(
    columnsOf(report)
      .filter((entry) => trendOf(entry) === 'activity')
      .map(({ column }) => column.header),
  );
  return series.filter(
    (entry) =>
      activities.has(entry.column) &&
      entry.days.size > 0 &&
      entry.period === undefined &&
      !isTotalBesideParts(entry, series),
  );
}
