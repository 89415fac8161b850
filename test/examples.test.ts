import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { SETTINGS } from '../src/settings/schema.ts';
import { describeWith } from './support/programs.ts';
import { temporaryFolder } from './support/run.ts';

const FOLDER = 'examples';
const read = async (path: string) => parse(await readFile(path, 'utf8'));
const { services } = await read(`${FOLDER}/compose.yaml`);
const containerfile = await readFile('packaging/Containerfile', 'utf8');
const own = await read(`${FOLDER}/datasource.yaml`);

interface Mount {
  readonly from: string;
  readonly to: string;
}

function mountsOf(service: string): readonly Mount[] {
  return (services[service].volumes ?? []).map((volume: string) => {
    const [from = '', to = '', mode] = volume.split(':');
    expect(mode).toBe('ro');
    return { from: join(FOLDER, from), to };
  });
}

/** Where a file of a container is in the checkout. */
function sourceOf(service: string, path: string): string | undefined {
  const mount = mountsOf(service).find(({ to }) => path === to || path.startsWith(`${to}/`));
  return mount && join(mount.from, path.slice(mount.to.length));
}

it('mounts what is there', async () => {
  const mounts = Object.keys(services).flatMap(mountsOf);

  for (const { from } of mounts) await expect(stat(from)).resolves.toBeDefined();
  expect(mounts).toHaveLength(5);
});

it('starts the demo in the image of the package, with a root that is only read, and Prometheus scrapes it', async () => {
  const { build, command, read_only: isReadOnly, tmpfs } = services.exporter;
  const { scrape_configs: scrapes } = await read(`${FOLDER}/prometheus.yml`);

  expect(join(FOLDER, build.context)).toBe('dist/npm');
  expect(join(FOLDER, build.context, build.dockerfile)).toBe('packaging/Containerfile');
  expect({ command, isReadOnly, tmpfs }).toEqual({ command: ['demo'], isReadOnly: true, tmpfs: ['/tmp'] });
  expect(containerfile).toContain(`PORT=${SETTINGS.entries.PORT.default} `);
  expect(scrapes[0].static_configs).toEqual([{ targets: [`exporter:${SETTINGS.entries.PORT.default}`] }]);
});

it('publishes each port on this machine alone, and the pages that the comment names', async () => {
  const text = await readFile(`${FOLDER}/compose.yaml`, 'utf8');
  const published = Object.values<{ ports: readonly string[] }>(services).flatMap(({ ports }) => ports);

  expect(published).toEqual(['127.0.0.1:9464:9464', '127.0.0.1:9090:9090', '127.0.0.1:3000:3000']);
  expect(text.match(/http:\/\/localhost:\d+/g)).toEqual([3000, 9090, 9464].map((port) => `http://localhost:${port}`));
});

it('provisions Grafana as infra/grafana/provisioning does, with the Prometheus beside', async () => {
  const { datasources } = await read('infra/grafana/provisioning/datasources/m365-usage.yaml');
  const home = services.grafana.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH;
  const provider = sourceOf('grafana', '/etc/grafana/provisioning/dashboards/m365-usage.yaml') ?? '';
  const { path } = (await read(provider)).providers[0].options;

  expect(own).toEqual({ apiVersion: 1, datasources: [{ ...datasources[0], url: 'http://prometheus:9090' }] });
  expect(sourceOf('grafana', home)).toBe('infra/grafana/dashboards/overview.json');
  expect(await readdir(sourceOf('grafana', path) ?? '')).toContain('overview.json');
});

describeWith('promtool')('promtool', () => {
  it('accepts the configuration with the rules where the container has them', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'rules'));
    for (const { from, to } of mountsOf('prometheus'))
      await copyFile(from, join(folder, to.slice('/etc/prometheus'.length)));

    const { status, stdout } = spawnSync('promtool', ['check', 'config', join(folder, 'prometheus.yml')], {
      encoding: 'utf8',
    });

    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/SUCCESS: \d+ rules found/) });
  });
});
