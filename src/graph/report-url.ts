import { type GraphSettings, versionOf } from '../azure/clouds.ts';
import type { Report } from '../catalogue/types.ts';

/**
 * Where Graph keeps a file of a report. The format is named for beta, where it has a choice; v1.0 sends CSV and
 * rejects requests.
 */
export function reportUrl(report: Report, periodName: string | undefined, settings: GraphSettings): string {
  const version = versionOf(report, settings);
  const folder = (version === 'v1.0' && report.v1Folder) || 'reports';
  const parameters = periodName === undefined ? '' : `(period='${periodName}')`;
  const url = new URL(`${version}/${folder}/${report.name}${parameters}`, settings.graphEndpoint);
  if (version === 'beta') url.search = `?$format=${settings.reportFormat === 'json' ? 'application/json' : 'text/csv'}`;
  return url.href;
}
