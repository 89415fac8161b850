import { reportUrl } from '../src/graph/report-url.ts';
import { filesOf } from '../src/report/files.ts';
import { readSettings } from '../src/settings/settings.ts';

/** The URLs that a pull asks Graph for. */
export function urlsOf(environment: NodeJS.ProcessEnv): readonly string[] {
  const { tenant } = readSettings(environment, 'standalone');
  return tenant.reports.flatMap((report) =>
    filesOf(report, tenant).map(({ periodNames }) => reportUrl(report, periodNames[0], tenant)),
  );
}
