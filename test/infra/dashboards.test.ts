import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ALERTS } from '../../infra/alerts/alerts.ts';
import { toFiles } from '../../infra/grafana/build.ts';
import { fleet } from '../../src/catalogue/fleet.ts';
import { health } from '../../src/catalogue/health.ts';
import { inGrafana } from '../support/boards.ts';
import { analyse } from '../support/kusto.ts';
import { describeWith } from '../support/programs.ts';
import { get, startPrometheusWith } from '../support/prometheus.ts';
import { eventually, freePort, startProcess, temporaryFolder } from '../support/run.ts';

interface Thresholds {
  readonly steps: readonly { readonly value: number | null; readonly color: string }[];
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr?: string; readonly azureLogAnalytics?: { readonly query: string } }[];
  readonly transformations?: readonly { readonly id: string; readonly options: Readonly<Record<string, unknown>> }[];
  readonly panels?: readonly Panel[];
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly displayName?: string;
      readonly noValue?: string;
      readonly thresholds?: Thresholds;
      readonly mappings?: readonly unknown[];
      readonly custom?: { readonly insertNulls?: number };
    };
    readonly overrides?: readonly {
      readonly matcher: { readonly options: string };
      readonly properties: readonly { readonly id: string; readonly value: unknown }[];
    }[];
  };
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: unknown;
  readonly allValue?: string;
}

const files = toFiles();
const boards = new Map([...files].map(([file, text]) => [file, JSON.parse(text)] as const));
const unfolded = (text: string): readonly Panel[] => JSON.parse(text).panels;
const panelsOf = (text: string) => unfolded(text).flatMap((panel) => [panel, ...(panel.panels ?? [])]);
const panels = [...files].flatMap(([file, text]) =>
  panelsOf(text).flatMap((panel) => (panel.type === 'row' ? [] : [{ file, ...panel }])),
);
const queries = panels.flatMap(({ file, title, targets = [] }) =>
  targets.flatMap(({ expr }) => (expr === undefined ? [] : [{ file, title, expr }])),
);
/** What the board of many tenants reads, a single one has not. */
const ofOne = queries.filter(({ file }) => file !== 'fleet.json');
/** All tenants and instances over the last 30 days. */
const ALL = { tenant: '.*', instance: '.*', to: Date.now(), days: 30 };
/** Panels of what does not exist where all is well, nothing is pushed and no rule is judged. */
const MAY_BE_EMPTY = ['Exporters failing', 'Exporters', 'Alerts that fire'];

const logQueries = panels.flatMap(({ title, targets = [] }) =>
  targets.flatMap(({ azureLogAnalytics: logs }) => (logs === undefined ? [] : [[title, logs.query] as const])),
);
const named = (found: readonly { readonly file: string; readonly title: string }[]) =>
  found.map(({ file, title }) => `${file}: ${title}`);

it('the committed dashboards are what the catalogue says; otherwise run `npm run generate` and commit them', async () => {
  const folder = 'infra/grafana/dashboards';
  const committed = await Promise.all(
    (await readdir(folder)).map(async (name) => [name, await readFile(`${folder}/${name}`, 'utf8')] as const),
  );

  expect(new Map(committed)).toEqual(files);
});

it.each([...files])('%s says what each panel is, has no two of a number, and none over another', (_, text) => {
  const all = panelsOf(text);
  const cells = unfolded(text).flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (__, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );

  expect(all.filter(({ type, description }) => type !== 'row' && !description)).toEqual([]);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(cells).size).toBe(cells.length);
  expect(cells.filter((cell) => Number(cell.split(',')[0]) >= 24)).toEqual([]);
});

it('each alert has a panel that names its runbook, which is there', async () => {
  const said = [...files.values()].flatMap((text) =>
    [...text.matchAll(/infra\/alerts\/runbooks\/(\w+)\.md/g)].map(([, name]) => name),
  );

  expect(new Set(said)).toEqual(new Set(ALERTS.map(({ name }) => name)));
  expect(await readdir('infra/alerts/runbooks')).toEqual(expect.arrayContaining(said.map((name) => `${name}.md`)));
});

it('no dashboard leads to an address that nobody has', () => {
  const addresses = [...files.values()].flatMap((text) => text.match(/https?:\/\/[^"\s)]+/g) ?? []);

  expect(addresses).toEqual([]);
});

it('the dashboards are linked where Grafana shows it, and carry only variables that mean the same in both', () => {
  const links = [...boards.values()].flatMap((board) => board.links);
  const variables = [...boards.values()].flatMap(({ templating }) =>
    // Tenants are the same whoever is asked for them.
    templating.list.map(({ name, type, query, allValue }: Variable) =>
      JSON.stringify([name, type, name === 'tenant' ? allValue : query]),
    ),
  );
  const names = [...new Set<string>(variables)].map((text) => JSON.parse(text)[0]);

  expect(links).toHaveLength(boards.size);
  expect(links.filter((link) => 'placement' in link || !link.keepTime || !link.includeVars)).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

it.each([...boards])('%s shows 30 days in UTC, offers 90 and 180, and shares its tooltip', (_, board) => {
  expect(board.time).toEqual({ from: 'now-30d', to: 'now' });
  expect(board.timezone).toBe('utc');
  expect(board.graphTooltip).toBe(2);
  expect(board.timepicker.quick_ranges.map(({ from }: { from: string }) => from)).toEqual(
    expect.arrayContaining(['now-30d', 'now-90d', 'now-180d']),
  );
});

it("no panel is coloured by Grafana's own thresholds, which are red from 80 on", () => {
  expect(named(panels.filter(({ fieldConfig }) => !fieldConfig?.defaults.thresholds?.steps.length))).toEqual([]);
  expect(panels.filter(({ type }) => type === 'bargauge')).toEqual([]);
});

it('a ratio has the same colours wherever it is shown', () => {
  const own = panels.flatMap(({ fieldConfig }) => (fieldConfig ? [fieldConfig.defaults] : []));
  const columns = panels.flatMap(({ fieldConfig }) =>
    (fieldConfig?.overrides ?? []).map(({ properties }) =>
      Object.fromEntries(properties.map(({ id, value }) => [id, value] as const)),
    ),
  );
  const ratios = [...own, ...columns].filter(({ unit, thresholds }) => unit === 'percentunit' && thresholds);

  expect(ratios.length).toBeGreaterThan(4);
  expect(new Set(ratios.map(({ thresholds }) => JSON.stringify(thresholds))).size).toBeLessThanOrEqual(2);
  expect(ratios.map(({ thresholds }) => JSON.stringify(thresholds))).toContain(
    '{"mode":"absolute","steps":[{"value":null,"color":"red"},{"value":0.6,"color":"yellow"},{"value":0.9,"color":"green"}]}',
  );
});

it('where nothing is known, no panel shows a number or green', () => {
  const stats = panels.filter(({ type }) => type === 'stat');
  const unknown = (color: string, text = 'No data') =>
    JSON.stringify([{ type: 'special', options: { match: 'null+nan', result: { text, color } } }]);
  const said = stats.map(({ title, fieldConfig }) => ({
    title,
    mapping: JSON.stringify(fieldConfig?.defaults.mappings),
  }));
  const red = said.filter(({ mapping }) => mapping === unknown('red')).map(({ title }) => title);
  const others = said.filter(({ mapping }) => ![unknown('red'), unknown('text')].includes(mapping));

  expect(queries.filter(({ expr }) => /vector\(/.test(expr))).toEqual([]);
  expect(others.toSorted((a, b) => (a.title < b.title ? -1 : 1))).toEqual([
    { title: 'Certificate expires in', mapping: unknown('text', 'No certificate') },
    ...Array.from({ length: 2 }, () => ({ title: 'Exporters failing', mapping: unknown('text', 'Push is not used') })),
    ...[
      'Oldest data',
      'Since the last look',
      'Tenants',
      'Tenants in trouble',
      'Tenants not pulled',
      'Waiting for consent',
    ].map((title) => ({ title, mapping: unknown('red', 'No list of tenants') })),
  ]);
  expect(red).toEqual(expect.arrayContaining(['Drops now', 'Reports failing', 'Data as of', 'Since the last run']));
});

it('titles are words, and the names of Graph and of the metrics are in the descriptions', () => {
  const titles = [...files.values()].flatMap((text) => panelsOf(text).map(({ title }) => title));
  const products = panels.filter(({ file }) => !/^(overview|fleet|exporter-health|azure-monitor.*)\.json$/.test(file));

  expect(titles.filter((title) => /m365_|_|^get[A-Z]/.test(title))).toEqual([]);
  expect(named(products.filter(({ description }) => !/m365_\w+[\s\S]*get[A-Z]/.test(description ?? '')))).toEqual([]);
});

it.each([...files])('%s has at most 20 panels that are not folded, on an overview some more', (file, text) => {
  const shown = unfolded(text).filter(({ type }) => type !== 'row');

  expect(shown.length).toBeLessThanOrEqual(['overview.json', 'azure-monitor.json'].includes(file) ? 24 : 20);
});

it('lines stop where a weekend has no data, are named in words, and count time in hours', () => {
  const lines = panels.filter(({ type }) => type === 'timeseries');
  const names = new Set(
    lines.map(({ fieldConfig, title }) => fieldConfig?.defaults.displayName?.replace(title, 'title')),
  );

  expect(new Set(lines.map(({ fieldConfig }) => fieldConfig?.defaults.custom?.insertNulls))).toEqual(
    new Set([129600000]),
  );
  expect(names).toEqual(new Set(['title', '$' + '{__field.labels.series}']));
  expect(named(lines.filter(({ fieldConfig }) => fieldConfig?.defaults.unit === 's'))).toEqual([]);
  expect(lines.find(({ title }) => title.startsWith('Teams time in'))?.targets?.[0]?.expr).toContain(' / 3600');
});

it('tables that may be cut begin with what fails, and periods go from the shortest to the longest', () => {
  const periods = panels.find(({ title }) => title === 'Email users by app, whole period');
  const organize = periods?.transformations?.find(({ id }) => id === 'organize');

  const sorted = (title: string) =>
    panels
      .filter((panel) => panel.title === title && panel.transformations?.length)
      .map(({ transformations = [] }) => transformations.filter(({ id }) => id === 'sortBy'))
      .map((sorts) => sorts.flatMap(({ options }) => options.sort));
  expect(sorted('Reports')).toEqual([['Report', 'State'].map((field) => ({ field, desc: false }))]);
  expect(sorted('Exporters')).toEqual([[{ field: 'State', desc: false }]]);
  expect(sorted('Alerts that fire')).toEqual([[{ field: 'Severity', desc: false }]]);
  expect(
    logQueries.filter(([title, query]) => /^(Reports|Exporters)$/.test(title) && !/order by State asc/.test(query)),
  ).toEqual([]);
  expect(organize?.options.indexByName).toEqual({
    What: 0,
    '7 days': 1,
    '28 days': 2,
    '30 days': 3,
    '90 days': 4,
    '180 days': 5,
    tenant: 6,
  });
});

it('titles fit their panels on a screen of 1440 pixels', () => {
  const long = panels.filter(({ title, gridPos: { w } }) => title.length > (w <= 4 ? 22 : w * 6));

  expect(named(long)).toEqual([]);
});

it('the columns of a table have room for their longest names, and a tenant is called so', () => {
  const tables = panels.filter(({ type }) => type === 'table');
  const looksOf = (title: string, matched: string) => {
    const overrides = tables.find((panel) => panel.title === title)?.fieldConfig?.overrides ?? [];
    const own = overrides.filter(({ matcher }) => matcher.options === matched).flatMap(({ properties }) => properties);
    return Object.fromEntries(own.map(({ id, value }) => [id, value]));
  };
  const widths = ['Sum', 'Usual sum', 'Of usual', 'Since', 'Judged to', 'tenant'].map((name) =>
    Number(looksOf('What dropped', name)['custom.width']),
  );

  const ofReports = tables.find(({ title }) => title === 'Reports')?.fieldConfig?.overrides ?? [];
  const fixed = ofReports
    .filter(({ matcher }) => !['tenant', 'Tenant', 'Failing since'].includes(matcher.options))
    .flatMap(({ properties }) => properties.flatMap(({ id, value }) => (id === 'custom.width' ? [Number(value)] : [])));

  expect(fixed.reduce((sum, width) => sum + width)).toBeLessThan(1380);
  // 1,234 would be "1 K" beside 627.
  const ofDrops = panels
    .filter(({ title }) => title === 'What dropped')
    .flatMap((panel) => panel.fieldConfig?.overrides ?? []);
  const counts = ofDrops.filter(({ matcher }) => ['Sum', 'Usual sum'].includes(matcher.options));
  expect(counts.map(({ properties }) => properties.find(({ id }) => id === 'unit')?.value)).toEqual(
    Array.from({ length: 6 }, () => 'locale'),
  );
  expect(ofDrops.filter(({ matcher }) => matcher.options === 'Since')).toHaveLength(3);
  for (const { title } of tables) expect(looksOf(title, 'tenant')).toMatchObject({ displayName: 'Tenant' });
  // Of the half of a screen of 1440 pixels, `What` has a third.
  expect(widths.reduce((sum, width) => sum + width)).toBeLessThan(600);
  expect(looksOf('What dropped', 'What')).not.toHaveProperty('custom.width');
  expect(looksOf('Teams activity, with and without a license, whole period', 'What')['custom.width']).toBeGreaterThan(
    'Teams time of all users in audio, video and screen sharing (hours): Screen sharing'.length * 7,
  );
});

it('what a table names has several lines where a screen is small, and Grafana alone puts the space before a suffix', () => {
  const tables = panels.filter(({ title }) => ['What dropped', 'Grew most in four weeks'].includes(title));
  const wrapped = tables.filter(({ fieldConfig }) =>
    fieldConfig?.overrides?.some(
      ({ matcher, properties }) =>
        matcher.options === 'What' && properties.some(({ id, value }) => id === 'custom.wrapText' && value === true),
    ),
  );
  const spaced = panels.filter(({ fieldConfig }) => /^suffix:\s/.test(fieldConfig?.defaults.unit ?? ''));

  expect(named(wrapped)).toEqual(named(tables));
  expect(named(spaced)).toEqual([]);
});

it('a panel of a report that is not pulled by default says how it is pulled', () => {
  const told = panels.filter(({ fieldConfig }) => fieldConfig?.defaults.noValue?.includes('REPORTS=all+beta'));

  expect(told.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Forms created', 'Microsoft browser users', 'All Teams users by device']),
  );
  expect(named(told.filter(({ title }) => ['Emails sent', 'Teams users by device'].includes(title)))).toEqual([]);
});

it('every selector chooses the tenant and the instance, and dates are looked for in the whole range', () => {
  const selectors = queries.flatMap(({ file, title, expr }) =>
    [...expr.matchAll(/\b(m365_\w+|ALERTS)\b(\{[^}]*\})?/g)].map(([, name, matchers = '']) => ({
      file,
      title,
      name,
      matchers,
    })),
  );
  const dated = queries.filter(({ expr }) => expr.includes('report_date'));

  expect(
    named(
      selectors.filter(({ file, matchers }) => {
        const chosen = file === 'fleet.json' ? 'instance=~"$instance"}' : 'tenant=~"$tenant",instance=~"$instance"}';
        return !matchers.includes(chosen) || (file === 'fleet.json' && matchers.includes('$tenant'));
      }),
    ),
  ).toEqual([]);
  expect(dated.length).toBeGreaterThan(100);
  expect(named(dated.filter(({ expr }) => !expr.includes('[$__range] offset -4d)')))).toEqual([]);
});

it('an average is never added up: of several tenants there is a mean', () => {
  const ofAverages = queries.filter(({ expr }) => expr.includes('m365_copilot_period_prompts_per_user'));

  // The newest of its samples, the mean of tenants, and the table of the report, which holds one value in each cell.
  expect(ofAverages.map(({ title }) => title)).toEqual(['Copilot users, whole period']);
  const [own = ''] =
    ofAverages[0]?.expr.match(
      /[a-z]+ by \(report_period\) \(max by \([^)]*\) \(last_over_time\(m365_copilot_period_prompts_per_user/,
    ) ?? [];
  expect(own).toMatch(/^avg /);
  expect(ofAverages[0]?.expr).toMatch(/^max by \(What, Column\)/);
});

it('in KQL too what is said to grow or to shrink does', () => {
  const limits = logQueries.flatMap(([title, query]) => [
    ...[...query.matchAll(/where m365_usage_trend_ratio ([<>] 1)\b/g)].map(([, limit]) => `${title}: ${limit}`),
  ]);

  expect(limits).toEqual(['Grew most in four weeks: > 1', 'Shrank most in four weeks: < 1']);
});

it('in KQL too a tenant is chosen, or all of them', () => {
  expect(logQueries.filter(([, query]) => !query.includes('matches regex "^($tenant)$"'))).toEqual([]);
});

it.each(logQueries)('the query in KQL of "%s" has no mistakes and answers in numbers', (_, query) => {
  const { problems, types } = analyse(
    query
      .replaceAll('$__timeFrom()', 'datetime(2026-01-01)')
      .replaceAll('$__timeTo()', 'datetime(2026-02-01)')
      .replaceAll('$tenant', '.*'),
  );

  expect(problems).toEqual([]);
  expect(types.filter((type) => ['long', 'real', 'int'].includes(type))).not.toEqual([]);
});

it('every metric of the exporter itself is read by an alert or shown on its board', async () => {
  const rules = await readFile('infra/alerts/m365-usage.yaml', 'utf8');
  const readers = [rules, files.get('exporter-health.json'), files.get('fleet.json')].join('\n');
  const unread = [health, fleet]
    .flatMap((own) => Object.values<{ readonly name: string }>(own))
    .filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(readers));

  expect(unread).toEqual([]);
});

describeWith('prometheus')('every panel', () => {
  it('has data of the sample tenant that two instances give, and dates are named', async () => {
    const port = await freePort();
    startProcess(process.execPath, ['dist/cli.js', 'demo'], { REPORTS: 'all+beta', PORT: String(port) });
    await eventually(() => get(`http://127.0.0.1:${port}/metrics`));
    const prometheus = await startTwice(port);
    await eventually(async () => {
      if ((await prometheus.query('up{job="m365"} == 1')).length < 2) throw new Error('not scraped yet');
    });

    const wrong: string[] = [];
    for (const { file, title, expr } of ofOne) {
      const samples = await prometheus.query(inGrafana(expr, ALL));
      const dates = samples.map(({ labels }) => labels.report_date);
      const isDated = expr.includes('report_date');
      const keys = samples.map(({ labels }) => JSON.stringify(labels));
      const isEnough = samples.length >= (isDated ? 20 : Number(!MAY_BE_EMPTY.includes(title)));
      const isPlotted = !isDated || dates.every((date) => /^\d{4}-\d\d-\d\d$/.test(date ?? ''));
      const isNamed = samples.every(
        ({ labels }) => !expr.includes('"series", ') || /^[^_]+$/.test(labels.series ?? labels.What ?? ''),
      );
      if (!isEnough || !isPlotted || !isNamed || new Set(keys).size < keys.length) wrong.push(`${file}: ${title}`);
    }

    expect(wrong).toEqual([]);
    expect(queries.length).toBeGreaterThan(150);
    const numberOf = async (title: string) => {
      const [sample] = await prometheus.query(inGrafana(queries.find((one) => one.title === title)?.expr ?? '', ALL));
      return sample?.value;
    };
    const periods = queries.find(({ title }) => title === 'Email users by app, whole period');
    const rows = Map.groupBy(await prometheus.query(inGrafana(periods?.expr ?? '', ALL)), ({ labels }) =>
      JSON.stringify({ ...labels, Column: '' }),
    );
    expect([...rows.values()].map((cells) => cells.map(({ labels }) => labels.Column).toSorted())).toEqual(
      Array.from({ length: 9 }, () => ['180 days', '30 days', '7 days', '90 days']),
    );
    expect(await numberOf('Drops now')).toBe(
      (await prometheus.query('count by (column) (m365_usage_drop_score >= 1)')).length,
    );
    const changes = async (title: string) => {
      const samples = await prometheus.query(inGrafana(queries.find((one) => one.title === title)?.expr ?? '', ALL));
      return samples.map(({ value }) => value);
    };
    const [grew, shrank] = [await changes('Grew most in four weeks'), await changes('Shrank most in four weeks')];
    expect([Math.max(...grew), Math.min(...shrank)]).toEqual([
      (await prometheus.query('max(m365_usage_trend_ratio) - 1'))[0]?.value,
      (await prometheus.query('min(m365_usage_trend_ratio) - 1'))[0]?.value,
    ]);
    expect([grew.every((value) => value > 0), shrank.every((value) => value < 0)]).toEqual([true, true]);
    expect([await numberOf('Reports failing'), await numberOf('Reports stale')]).toEqual([0, 0]);
    process.stdout.write(`\n${ofOne.length} panel queries, each with data\n`);
  });

  it('has no number where nothing was ever scraped', async () => {
    const prometheus = await startTwice(await freePort());
    const numbers: string[] = [];
    for (const { title, expr } of queries.filter(({ file }) => /overview|health|fleet/.test(file))) {
      for (const { labels } of await prometheus.query(inGrafana(expr, ALL)))
        numbers.push(`${title}: ${labels.What ?? labels.Tenant}`);
    }

    expect(new Set(numbers)).toEqual(
      new Set([
        'What dropped: No data',
        ...['Need attention', 'Age of data', 'Who waits for consent', 'All tenants'].map(
          (title) => `${title}: No list of tenants`,
        ),
      ]),
    );
  });
});

/** Prometheus with two instances of one exporter. */
async function startTwice(port: number) {
  const config = join(await temporaryFolder(), 'prometheus.yml');
  const targets = [`127.0.0.1:${port}`, `localhost:${port}`];
  const scrape = { job_name: 'm365', scrape_interval: '1s', static_configs: [{ targets }] };
  await writeFile(config, JSON.stringify({ scrape_configs: [scrape] }));
  return startPrometheusWith(config);
}
