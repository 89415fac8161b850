import type { Column, Labels, MetricDefinition, Report, ReportMetric } from '../catalogue/types.ts';
import { unmappedColumn } from '../catalogue/usage.ts';
import { type Series, windowStart } from '../history/window.ts';
import { columnsOf } from '../report/columns.ts';
import type { Day } from '../report/dates.ts';
import type { SeriesKey } from '../report/reading.ts';
import type { Family, Point } from './point.ts';
import type { ReportHistory } from './report-history.ts';

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

/** A column of any metric. */
export function toColumnLabels({ column, item }: SeriesKey): Labels {
  return { column, ...(item !== '' && { item }) };
}
