import { reports } from '../../src/catalogue/index.ts';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';

/** The daily activity that stands for its product on an overview; what has none that v1.0 reports is not there. */
export const HEADLINES: readonly (readonly [Report, ReportMetric])[] = [
  'm365_services_active_users',
  'm365_teams_messages',
  'm365_outlook_messages_sent',
  'm365_onedrive_activity_users',
  'm365_sharepoint_page_views',
  'm365_viva_engage_messages_read',
  'm365_groups_active',
  'm365_apps_users',
  'm365_copilot_any_app_users_active',
].map(headlineOf);

function headlineOf(name: string): readonly [Report, ReportMetric] {
  const found = reports.flatMap((report) => report.metrics.map((metric) => [report, metric] as const));
  const headline = found.find(([, metric]) => metric.name === name);
  if (headline === undefined) throw new Error(`the catalogue has no metric ${name}`);
  return headline;
}
