import type { GraphVersion, Period, Report } from '../catalogue/types.ts';

/** v1.0 has all reports of this catalogue, and it alone documents ETags. */
export const GRAPH_VERSION: GraphVersion = 'v1.0';

/** Where Graph keeps a file of a report. */
export function reportUrl(endpoint: URL, report: Report, period: Period | undefined): string {
  const parameters = period === undefined ? '' : `(period='${period}')`;
  return new URL(`${GRAPH_VERSION}/reports/${report.name}${parameters}`, endpoint).href;
}
