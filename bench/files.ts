import { pullsOf } from '../src/catalogue/periods.ts';
import { readConfig } from '../src/config.ts';
import { reportUrl } from '../src/graph/report-url.ts';

/** The URLs that a pull asks Graph for. */
export function filesOf(environment: NodeJS.ProcessEnv): readonly string[] {
  const config = readConfig(environment, 'standalone');
  return config.reports.flatMap((report) =>
    pullsOf(report, config).map(({ periodNames }) => reportUrl(report, periodNames[0], config)),
  );
}
