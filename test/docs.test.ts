import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { settingsTable, withSettings } from '../docs/configuration-page.ts';
import { EXAMPLES } from '../docs/metrics-examples.ts';
import { metricsPage } from '../docs/metrics-page.ts';
import packageJson from '../package.json' with { type: 'json' };
import { products, reports } from '../src/catalogue/index.ts';
import { REASONS } from '../src/errors/errors.ts';
import { PART } from '../src/history/part-schema.ts';
import { REPORT_STATUS } from '../src/history/status-schema.ts';
import { isStored, type Stored } from '../src/history/stored.ts';
import { DELIVERY_STATE, STATUSES } from '../src/store/delivery-schemas.ts';
import { CORRUPTION } from '../src/store/history-store.ts';
import { LAST_RUN } from '../src/store/last-run-schema.ts';
import { TENANT_SETTINGS } from '../src/tenants/declared-tenant.ts';
import { TENANT_STATES } from '../src/tenants/tenant-state.ts';
import { pages } from './support/pages.ts';

const page = (path: string) => pages.get(path) ?? '';

describe('what `npm run generate` writes is committed', () => {
  it('docs/METRICS.md is what the catalogue says', () => {
    expect(page('docs/METRICS.md')).toBe(metricsPage());
  });

  it('docs/configuration.md has the table of settings', () => {
    expect(page('docs/configuration.md')).toContain(settingsTable());
    expect(page('docs/configuration.md')).toBe(withSettings(page('docs/configuration.md')));
  });
});

it('docs/METRICS.md has an example of every product, with metrics of that product', () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(products.map(({ name }) => name).toSorted());
  const foreign = Object.entries(EXAMPLES).flatMap(([name, [, query]]) => {
    const own = reports.filter(({ product }) => product === name).flatMap(({ metrics }) => metrics);
    const names = query.match(/m365_\w+/g) ?? ['none'];
    return names.filter((used) => !own.some((metric) => `${metric.name}_latest` === used));
  });
  expect(foreign).toEqual([]);
});

it('docs/metrics-guide.md explains every reason of a failure, and no other', () => {
  const [, table = ''] = /### Reasons of a failure\n([\s\S]*?)\n#/.exec(page('docs/metrics-guide.md')) ?? [];

  expect([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual([...REASONS]);
});

it('docs/alerting.md lists every alert', async () => {
  const runbooks = (await readdir('infra/alerts/runbooks')).map((name) => name.replace('.md', ''));
  const listed = [...page('docs/alerting.md').matchAll(/^\| \[(\w+)\]/gm)].map(([, name]) => name);

  expect(listed.toSorted()).toEqual(runbooks.toSorted());
});

describe('docs/many-tenants.md', () => {
  it('says of every state what to do, the worst first', () => {
    const [, table = ''] = /## States\n([\s\S]*?)\nWhat Entra/.exec(page('docs/many-tenants.md')) ?? [];

    expect([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual([...TENANT_STATES]);
  });

  it('names the settings that may differ', () => {
    const [, row = ''] = /\| `settings\.<NAME>`[^|]*\|([^|]*)\|/.exec(page('docs/many-tenants.md')) ?? [];

    expect([...row.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual([...TENANT_SETTINGS]);
  });
});

describe('docs/architecture.md', () => {
  it('lists the rooms in the order of the test that checks their imports', async () => {
    const [, list = ''] = /const ROOMS = \[([^\]]*)\]/.exec(await readFile('test/architecture.test.ts', 'utf8')) ?? [];
    const rooms = [...list.matchAll(/'([^']+)'/g)].map(([, room]) => room);
    const listed = [...page('docs/architecture.md').matchAll(/^\| `src\/([^`]+)` \|/gm)].map(([, room]) => room);

    expect(rooms.length).toBeGreaterThan(10);
    expect(listed).toEqual(rooms);
  });

  it('calls pure what the linter keeps pure', async () => {
    const lint = await readFile('biome.json', 'utf8');
    const [, pure = ''] =
      /"includes": \[([^\]]*)\],\s*"linter": \{\s*"rules": \{\s*"style": \{\s*"noRestricted/.exec(lint) ?? [];
    const kept = [...pure.matchAll(/src\/(\w+)\//g)].map(([, room]) => room);
    const called = [...page('docs/architecture.md').matchAll(/^\| `src\/([^`]+)` \| \*pure\* \|/gm)];

    expect(called.map(([, room]) => room).toSorted()).toEqual(kept.toSorted());
  });

  it.each<[string, Stored<unknown>]>([
    ['history/<report>/<year>.json', PART],
    ['status/<report>.json', REPORT_STATUS],
    ['corrupt/<report>.json', CORRUPTION],
    ['last-run.json', LAST_RUN],
    ['exports.json', STATUSES],
    ['pushed/<exporter>.json', DELIVERY_STATE],
  ])('has an example of %s that can be read', (name, schema) => {
    const [, after = ''] = page('docs/architecture.md').split(`### \`${name}\``);
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(after) ?? [];

    expect(isStored(schema, JSON.parse(example))).toBe(true);
  });
});

it('the pages count the reports that the catalogue has', () => {
  const stable = reports.filter(({ versions }) => versions.includes('v1.0')).length;
  const beta = reports.length - stable;

  expect(page('README.md')).toContain(
    `All ${reports.length} aggregate usage reports are covered, ${stable} from Graph v1.0, which are the default, and ${beta} from beta`,
  );
  expect(page('infra/README.md')).toContain(`Measured with all ${stable} v1.0 reports`);
  expect(page('docs/cli.md')).toContain(`${stable} reports of https://graph.microsoft.com`);
  expect(page('docs/http.md')).toContain(`"selected":${stable},`);
});

it('every example has the version of package.json', async () => {
  const texts = [
    ...pages,
    ['examples/kubernetes/exporter.yaml', await readFile('examples/kubernetes/exporter.yaml', 'utf8')],
  ] as const;
  const named = /(?:m365-usage-exporter[-:]|\bVERSION=|"version": ?")(\d+\.\d+\.\d+)/g;
  const found = texts.flatMap(([path, text]) => [...text.matchAll(named)].map(([, version]) => `${path}: ${version}`));
  const files = [...new Set(found.map((line) => line.split(':')[0]))];

  expect(files.toSorted()).toEqual([
    'README.md',
    'docs/http.md',
    'docs/installing.md',
    'examples/kubernetes/exporter.yaml',
  ]);
  expect(found.filter((line) => !line.endsWith(`: ${packageJson.version}`))).toEqual([]);
});

it('docs/stability.md promises of a container what the image has', async () => {
  const containerfile = await readFile('packaging/Containerfile', 'utf8');
  const [, row = ''] = /^\| container \| (.*?) \|/m.exec(page('docs/stability.md')) ?? [];
  const of = (instruction: string) => new RegExp(`^${instruction} (.*)$`, 'gm').exec(containerfile)?.[1] ?? instruction;

  expect(row).toContain(`user ${/^USER (\d+):\1$/m.exec(containerfile)?.[1]}`);
  for (const word of [`\`${of('VOLUME')}\``, `\`${of('WORKDIR')}\``, `port ${of('EXPOSE')}`])
    expect(row).toContain(word);
  expect(containerfile).toContain(`CMD ["${/`(\w+)` without any/.exec(row)?.[1]}"]`);
});

it('docs/decisions/README.md lists every decision with its title', async () => {
  const files = (await readdir('docs/decisions')).filter((name) => name !== 'README.md').toSorted();
  const titles = files.map((name) => /^# (\d{4})\. (.*)$/m.exec(page(`docs/decisions/${name}`)));

  const rows = titles.map((title, index) => `| ${title?.[1]} | [${title?.[2]}](${files[index]}) |`);
  expect(rows.filter((row) => !page('docs/decisions/README.md').includes(row))).toEqual([]);
});
