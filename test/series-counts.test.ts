import { expect, it } from 'vitest';
import { SERIES } from '../src/cli/series-budget.ts';
import { createMemoryStore } from './support/memory-store.ts';
import { pages } from './support/pages.ts';
import { startSampleRuns } from './support/sample-runs.ts';

const SELECTIONS = ['teams', 'all,-skype', 'all', 'all+beta'];

it('the docs and `tenants add` say how many series there are of the sample tenant', async () => {
  const { run, series } = await startSampleRuns('2026-11-26T12:00:00Z', { REPORTS: 'all+beta' });
  const store = createMemoryStore();
  await run('all', store);
  const count = async (reports: string, days: string) =>
    (await series(store, { REPORTS: reports, WINDOW_DAYS: days })).size;

  const [, ...windows] = cellsOf('| `REPORTS`, `WINDOW_DAYS` |');
  const rows = SELECTIONS.map(async (reports) => {
    const counts = await Promise.all(windows.map((days) => count(reports, days)));
    return [`\`${reports}\``, ...counts.map((one) => one.toLocaleString('en'))];
  });
  expect(SELECTIONS.map((reports) => cellsOf(`| \`${reports}\` |`))).toEqual(await Promise.all(rows));

  const latest = await count('all', '0');
  expect(SERIES).toMatchObject({ latest, eachDay: Math.round(((await count('all', '30')) - latest) / 30) });
});

/** Of the row that begins with `start` in the table of docs/metrics-guide.md. */
function cellsOf(start: string): readonly string[] {
  const row = pages
    .get('docs/metrics-guide.md')
    ?.split('\n')
    .find((line) => line.startsWith(start));
  return (row ?? '').split('|').flatMap((cell) => cell.trim() || []);
}
