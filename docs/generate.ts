import { writeFile } from 'node:fs/promises';
import { metricsPage } from './metrics-page.ts';

await writeFile(new URL('METRICS.md', import.meta.url), metricsPage());
