import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { metricsPage } from '../docs/metrics-page.ts';

it('docs/METRICS.md is what the catalogue says; otherwise run `npm run generate` and commit it', async () => {
  expect(await readFile('docs/METRICS.md', 'utf8')).toBe(metricsPage());
});
