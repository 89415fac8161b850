import { LABEL_TITLES } from './label-titles.ts';
import type { Column, ReportMetric } from './types.ts';

/** What people call a column, such as `Teams messages sent: Private messages`; `item` is empty where there is none. */
export function columnTitle(metric: Pick<ReportMetric, 'title'>, { labels }: Column, item: string): string {
  const values = Object.entries(labels).map(([label, value]) => LABEL_TITLES[label]?.[value] ?? value);
  const parts = item === '' ? values : [...values, item];
  return parts.length === 0 ? metric.title : `${metric.title}: ${parts.join(', ')}`;
}
