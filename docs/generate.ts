import { readFile, writeFile } from 'node:fs/promises';
import { writeAlerts } from '../infra/alerts/build.ts';
import { writeDashboards } from '../infra/grafana/build.ts';
import { writeTemplates } from '../infra/templates.ts';
import { withSettings } from './configuration-page.ts';
import { metricsPage } from './metrics-page.ts';

const configuration = new URL('configuration.md', import.meta.url);

await writeFile(configuration, withSettings(await readFile(configuration, 'utf8')));
await writeFile(new URL('METRICS.md', import.meta.url), metricsPage());
await writeAlerts();
await writeDashboards();
writeTemplates();
