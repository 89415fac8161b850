import { writeFile } from 'node:fs/promises';
import { writeDashboards } from '../infra/grafana/build.ts';
import { writeTemplates } from '../infra/templates.ts';
import { metricsPage } from './metrics-page.ts';

await writeFile(new URL('METRICS.md', import.meta.url), metricsPage());
await writeDashboards();
writeTemplates();
