import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { toFiles } from '../../infra/grafana/build.ts';
import { health } from '../../src/catalogue/health.ts';
import { analyse } from '../support/kusto.ts';
import { describeWith } from '../support/programs.ts';
import { get, startPrometheus } from '../support/prometheus.ts';
import { eventually, freePort, startProcess } from '../support/run.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr?: string; readonly azureLogAnalytics?: { readonly query: string } }[];
  readonly transformations?: readonly { readonly id: string; readonly options: { readonly fields?: string[] } }[];
}

const files = toFiles();
const panelsOf = (text: string): readonly Panel[] => JSON.parse(text).panels;
const queries = [...files].flatMap(([file, text]) =>
  panelsOf(text).flatMap(({ title, targets = [] }) =>
    targets.flatMap(({ expr }) => (expr === undefined ? [] : [{ file, title, expr }])),
  ),
);
/** Panels of what does not exist where all is well and nothing is pushed. */
const MAY_BE_EMPTY = [
  'Cells rejected',
  'Success of each exporter',
  'Since the last success of each exporter',
  'How long pushes have failed',
];

const logQueries = [...files].flatMap(([, text]) =>
  panelsOf(text).flatMap(({ title, targets = [] }) =>
    targets.flatMap(({ azureLogAnalytics: logs }) => (logs === undefined ? [] : [[title, logs.query] as const])),
  ),
);

it('the committed dashboards are what the catalogue says; otherwise run `npm run generate` and commit them', async () => {
  const folder = 'infra/grafana/dashboards';
  const committed = await Promise.all(
    (await readdir(folder)).map(async (name) => [name, await readFile(`${folder}/${name}`, 'utf8')] as const),
  );

  expect(new Map(committed)).toEqual(files);
});

it.each([...files])('%s says what each panel is, has no two of a number, and none over another', (_, text) => {
  const panels = panelsOf(text);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (__, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );

  expect(panels.filter(({ type, description }) => type !== 'row' && !description)).toEqual([]);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(new Set(cells).size).toBe(cells.length);
});

it('every runbook that a panel leads to is there', async () => {
  const named = [...files.values()].flatMap((text) =>
    [...text.matchAll(/\$\{runbooks\}(\w+\.md)/g)].map(([, name]) => name),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(await readdir('infra/alerts/runbooks')).toEqual(expect.arrayContaining([...new Set(named)]));
});

it.each(logQueries)('the query in KQL of "%s" has no mistakes and answers in numbers', (_, query) => {
  const { problems, types } = analyse(query.replace('$__timeFilter(TimeGenerated)', 'TimeGenerated > ago(40d)'));

  expect(problems).toEqual([]);
  expect(types.filter((type) => ['long', 'real', 'int'].includes(type))).toHaveLength(1);
});

it('every metric of the exporter itself is read by an alert or shown on its board', async () => {
  const rules = await readFile('infra/alerts/m365-usage.yaml', 'utf8');
  const readers = [rules, files.get('exporter-health.json')].join('\n');
  const unread = Object.values(health).filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(readers));

  expect(unread).toEqual([]);
});

describeWith('prometheus')('every panel', () => {
  it('has data of the sample tenant, and what its axis and its lines are made from', async () => {
    const port = await freePort();
    startProcess(process.execPath, ['dist/cli.js', 'demo'], { REPORTS: 'all+beta', PORT: String(port) });
    await eventually(() => get(`http://127.0.0.1:${port}/metrics`));
    const prometheus = await startPrometheus(port);
    await eventually(async () => {
      if ((await prometheus.query('up{job="m365"} == 1')).length === 0) throw new Error('not scraped yet');
    });

    const empty: string[] = [];
    for (const { file, title, expr } of queries) {
      const samples = await prometheus.query(expr);
      const isDated = expr.startsWith('max by (report_date');
      const wanted = isDated ? 20 : Number(!MAY_BE_EMPTY.includes(title));
      const isPlotted = samples.every(({ labels }) => !isDated || /^\d{4}-\d\d-\d\d$/.test(labels.report_date ?? ''));
      const isNamed = samples.every(({ labels }) => !expr.includes('"series"') || labels.series);
      if (samples.length < wanted || !isPlotted || !isNamed) empty.push(`${file}: ${title}: ${expr}`);
    }

    expect(empty).toEqual([]);
    expect(queries.length).toBeGreaterThan(150);
    process.stdout.write(`\n${queries.length} panel queries, each with data\n`);
  });
});
