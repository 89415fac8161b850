/**
 * How fast and how small it is, beside what it is compared with: `npm run bench` prints a table and keeps it in
 * RESULTS.md, `npm run bench -- --quick` repeats everything just often enough to see that it runs, `--only fleet` measures
 * a part, and `--imports` what each dependency costs whoever imports it whole; these keep nothing.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { age } from './age.ts';
import { toChart } from './chart.ts';
import { coldStart } from './cold-start.ts';
import { firstScrape } from './first-scrape.ts';
import { fleet } from './fleet.ts';
import { growth } from './growth.ts';
import { imports } from './imports.ts';
import { pull } from './pull.ts';
import { type Row, toTable } from './row.ts';
import { scrape } from './scrape.ts';
import { type Length, runNode } from './side-by-side.ts';
import { size } from './size.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    imports: { type: 'boolean', default: false },
  },
});
const length: Length = { times: (full, quick) => (values.quick ? quick : full) };

await runNode(['packaging/package.ts']);
const rows: Row[] = [];
const all = [coldStart, scrape, pull, firstScrape, growth, age, size, fleet];
const selected = all.filter(({ name }) => values.only === undefined || name === values.only);
for (const measure of values.imports ? [imports] : selected) {
  process.stderr.write(`${measure.name} ...\n`);
  rows.push(...(await measure(length)));
}

const main = rows.filter(({ isMain }) => isMain);
const chart = toChart(main);
const others = toTable(rows.filter(({ isMain }) => !isMain));
const table = `${toTable(main)}

${chart === '' ? '' : `\`\`\`text\n${chart}\n\`\`\`\n\n`}## In detail

${others}
`;
process.stdout.write(table);
if (!values.quick && !values.imports && values.only === undefined)
  await writeFile('bench/RESULTS.md', `${heading()}\n${table}`);

function heading(): string {
  const model = cpus()[0]?.model.trim();
  const day = new Date().toISOString().slice(0, 10);
  return `# Results

\`npm run bench\` on ${day}: ${cpus().length} cores, ${model}, Node.js ${process.version}, ${process.platform}. Medians; whatever is compared took turns in the same run. [README.md](README.md) says what each peer is.
`;
}
