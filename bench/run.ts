/**
 * How fast and how small it is, beside what it is compared with: `npm run bench` prints a table and keeps it in
 * RESULTS.md, `npm run bench -- --quick` repeats everything just often enough to see that it runs, and `--only fleet`
 * measures a part; both keep nothing.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { age } from './age.ts';
import { coldStart } from './cold-start.ts';
import { firstScrape } from './first-scrape.ts';
import { fleet } from './fleet.ts';
import { growth } from './growth.ts';
import { pull } from './pull.ts';
import { type Row, toTable } from './row.ts';
import { scrape } from './scrape.ts';
import { type Length, runNode } from './side-by-side.ts';
import { size } from './size.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const length: Length = { times: (full, quick) => (values.quick ? quick : full) };

await runNode(['packaging/package.ts']);
const rows: Row[] = [];
const all = [coldStart, scrape, pull, firstScrape, growth, age, size, fleet];
for (const measure of all.filter(({ name }) => values.only === undefined || name === values.only)) {
  process.stderr.write(`${measure.name} ...\n`);
  rows.push(...(await measure(length)));
}

const table = `${toTable(rows)}\n`;
process.stdout.write(table);
if (!values.quick && values.only === undefined) await writeFile('bench/RESULTS.md', `${heading()}\n${table}`);

function heading(): string {
  const model = cpus()[0]?.model.trim();
  const day = new Date().toISOString().slice(0, 10);
  return `# Results

\`npm run bench\` on ${day}: ${cpus().length} cores, ${model}, Node.js ${process.version}, ${process.platform}. Medians; whatever is compared took turns in the same run. [README.md](README.md) says what each peer is.
`;
}
