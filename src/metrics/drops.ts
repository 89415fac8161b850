import { columnTitle } from '../catalogue/column-title.ts';
import type { Labels, MetricDefinition } from '../catalogue/types.ts';
import { tenantActivity, usage } from '../catalogue/usage.ts';
import { DROP_FROM } from '../history/drops/constants.ts';
import type { ColumnHistory } from '../history/drops/grid.ts';
import type { ColumnVerdict, Drop, TenantVerdict } from '../history/drops/judge-tenant.ts';
import type { Series } from '../history/window.ts';
import { columnsOf, trendOf } from '../report/columns.ts';
import { dayToSeconds } from '../report/dates.ts';
import type { Family, Point } from './point.ts';
import { isTotalBesideParts, type ReportHistory } from './report-history.ts';
import { toColumnLabels } from './to-points.ts';

/** A series that is judged, with what it is called. */
export interface JudgedColumn extends ColumnHistory {
  readonly series: Series;
  /** For people. */
  readonly title: string;
}

/**
 * Judged are the daily columns that count an activity; the catalogue names none of a retired product. A total beside its
 * parts ends where they begin, and what has no dates of its own is a whole period: neither is a history of days.
 */
export function judgedColumns(history: ReportHistory): readonly JudgedColumn[] {
  const { report, series: all } = history;
  if (report.kind !== 'daily') return [];
  const activities = new Map(
    columnsOf(report)
      .filter((entry) => trendOf(entry) === 'activity')
      .map((entry) => [entry.column.header, entry]),
  );
  return all.flatMap((series) => {
    const activity = activities.get(series.column);
    const isHistory = series.days.size > 0 && series.period === undefined && !isTotalBesideParts(series, all);
    if (activity === undefined || !isHistory) return [];
    const { column, days, item } = series;
    const title = columnTitle(activity.metric, activity.column, item);
    return [{ report: report.name, column, days, newestDate: history.newestDate(series), series, title }];
  });
}

/** How the columns of a tenant compare with what is usual. */
export function toDropFamilies({ activity, columns }: TenantVerdict<JudgedColumn>): readonly Family[] {
  const verdicts = [...columns].map(([column, verdict]) => ({
    labels: { report: column.report, ...toColumnLabels(column.series) },
    title: column.title,
    ...verdict,
  }));
  const ofDrop = (metric: MetricDefinition, read: (drop: Drop) => number): Family => ({
    metric,
    points: verdicts.flatMap(({ labels, drop }) => (drop === undefined ? [] : [{ labels, value: read(drop) }])),
  });
  return [
    {
      metric: usage.dropScore,
      points: verdicts.flatMap(({ labels, title, ...verdict }) => toScore({ ...labels, title }, verdict)),
    },
    ofDrop(usage.observed, ({ observed }) => observed),
    ofDrop(usage.expected, ({ expected }) => expected),
    ofDrop(usage.expectedLow, ({ low }) => low),
    ofDrop(usage.changeRatio, ({ observed, expected }) => observed / expected),
    ofDrop(usage.judgedDates, ({ dates }) => dates),
    ofDrop(usage.judgedDate, ({ date }) => dayToSeconds(date)),
    ofDrop(usage.dropSince, ({ score, since }) => (score >= DROP_FROM ? dayToSeconds(since) : 0)),
    {
      metric: usage.trend,
      points: verdicts.flatMap(({ labels, trend }) => (Number.isNaN(trend) ? [] : [{ labels, value: trend }])),
    },
    {
      metric: usage.daysWithoutData,
      points: verdicts.map(({ labels, daysWithoutData }) => ({ labels, value: daysWithoutData })),
    },
    { metric: tenantActivity, points: activity === undefined ? [] : [{ labels: {}, value: activity.ratio }] },
  ];
}

function toScore(labels: Labels, { drop, hasEnded }: Pick<ColumnVerdict, 'drop' | 'hasEnded'>): Point[] {
  if (drop !== undefined) return [{ labels, value: drop.score }];
  return hasEnded ? [{ labels, value: 0 }] : [];
}
