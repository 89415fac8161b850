import type { Labels, MetricDefinition } from '../catalogue/types.ts';
import type { ReportHistory } from '../metrics/report-history.ts';
import { latestOf, seriesOfMetric } from '../metrics/to-points.ts';
import { type Day, dayToSeconds } from '../report/dates.ts';

/** What a `_latest` series would have read on each past report date: a value a day, at the midnight that began it. */
export interface PastSeries {
  readonly metric: MetricDefinition;
  readonly labels: Labels;
  /** Oldest first. */
  readonly days: readonly (readonly [Day, number])[];
}

/** Both inclusive; undefined: no bound. */
export interface Span {
  readonly from: Day | undefined;
  readonly to: Day | undefined;
}

export function toPastSeries(
  histories: readonly ReportHistory[],
  { from = '', to = '9999' }: Span,
): readonly PastSeries[] {
  const all = histories.flatMap((history) =>
    history.report.metrics.flatMap((metric) =>
      seriesOfMetric(history, metric).map(({ labels, days }) => ({
        metric: latestOf(metric),
        labels,
        days: [...days].filter(([day]) => day >= from && day <= to).sort(([a], [b]) => (a < b ? -1 : 1)),
      })),
    ),
  );
  return all.filter(({ days }) => days.length > 0);
}

/**
 * OpenMetrics text for `promtool tsdb create-blocks-from openmetrics`: times in seconds, no units, since OpenMetrics
 * would want them at the end of a name that already says them in its middle.
 */
export function toOpenMetrics(series: readonly PastSeries[]): string {
  const families = Map.groupBy(series, ({ metric }) => metric.name);
  const texts = [...families].map(([name, entries]) => {
    const help = entries[0]?.metric.help ?? '';
    const lines = entries.flatMap(({ labels, days }) =>
      days.map(([day, value]) => `${name}${toLabels(labels)} ${value} ${dayToSeconds(day)}\n`),
    );
    return `# TYPE ${name} gauge\n# HELP ${name} ${escapeText(help)}\n${lines.join('')}`;
  });
  return `${texts.join('')}# EOF\n`;
}

function toLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeText(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
