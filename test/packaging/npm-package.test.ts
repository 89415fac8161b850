import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { knownTenant } from '../support/known-tenant.ts';
import { install, makeNpmPackage, type Tarball } from '../support/npm-package.ts';
import { describeOnOldNode, describeWith, itOnPosix } from '../support/programs.ts';
import { BASE, ended, eventually, freePort, temporaryFolder } from '../support/run.ts';
import { startTenant } from '../support/tenant.ts';

const PACKAGE = `node_modules/${packageJson.name}`;
const PROGRAM = `${PACKAGE}/dist/cli.js`;

let tarball: Tarball;
/** Where nothing is but what npm installs of the tarball. */
let cwd: string;

beforeAll(async () => {
  tarball = await makeNpmPackage();
  cwd = await realpath(await mkdtemp(join(tmpdir(), 'm365-usage-exporter-test-')));
  install(tarball, cwd);
  return () => rm(cwd, { recursive: true, force: true });
});

describe('the npm package', () => {
  it('is installed as itself alone', async () => {
    const manifest = JSON.parse(await textOf('package.json'));

    expect(await readdir(join(cwd, 'node_modules'))).toEqual(['.bin', '.package-lock.json', packageJson.name]);
    expect(manifest).toMatchObject({ version: packageJson.version, engines: packageJson.engines, license: 'MIT' });
    for (const name of ['dependencies', 'scripts', 'private']) expect(manifest).not.toHaveProperty(name);
  });

  it('has three megabytes at most, and the licences of what is in it', async () => {
    const licences = await textOf('THIRD_PARTY_LICENSES.txt');

    expect(tarball.bytes.length).toBeLessThan(3e6);
    for (const [name, version] of Object.entries(packageJson.dependencies)) {
      expect(licences).toContain(`\n${name} ${version}\n`);
    }
  });

  it('is the same to the byte when it is made again, in another time zone too', async () => {
    expect((await makeNpmPackage({ TZ: 'Pacific/Apia' })).bytes.equals(tarball.bytes)).toBe(true);
  });

  it('is a Function app as well', async () => {
    const { main } = JSON.parse(await textOf('package.json'));

    expect(main).toBe(packageJson.main);
    for (const path of [main, 'host.json']) expect(existsSync(join(cwd, PACKAGE, path))).toBe(true);
  });
});

describe('the npm package on this Node.js', () => runs(process.execPath));
describeWith('node-oldest')('the npm package on the oldest Node.js that it asks for', () => runs('node-oldest'));

describeOnOldNode('the npm package on a Node.js that is too old', (node) => {
  it('says so', async () => {
    const end = await ended(spawn(node, [PROGRAM, 'demo'], { cwd, env: BASE }));

    expect(end).toMatchObject({ status: 1, stderr: expect.stringContaining('needs Node.js 22.19 or newer') });
  });
});

function runs(node: string): void {
  itOnPosix('a signal to a child')('starts the demo, whose rules and dashboards are found', async () => {
    const port = await freePort();
    const demo = spawn(node, [PROGRAM, 'demo'], { cwd, env: { ...BASE, PORT: String(port), LOG_LEVEL: 'error' } });
    const end = ended(demo);
    await eventually(async () =>
      expect(await bodyOf(`http://127.0.0.1:${port}/metrics`)).toContain('m365_groups_active{'),
    );
    const { rule_files } = parse(await readFile(join(cwd, `.data/demo/prometheus-${port}.yml`), 'utf8'));
    const grafana = join(cwd, `.data/demo/grafana-${port}/dashboards/m365-usage.yaml`);
    const { providers } = parse(await readFile(grafana, 'utf8'));

    demo.kill('SIGTERM');

    expect(await end).toMatchObject({ status: 0, stderr: '' });
    for (const path of [...rule_files, providers[0].options.path]) {
      expect(path.startsWith(join(cwd, PACKAGE))).toBe(true);
      expect(existsSync(path)).toBe(true);
    }
  });

  itOnPosix('a signal to a child')('checks and serves a tenant', async () => {
    const { environment } = await startTenant(knownTenant().fileOf);
    const port = await freePort();
    const env = { ...BASE, ...environment, HISTORY_STORE: `file:${await temporaryFolder()}`, PORT: String(port) };

    expect(await ended(spawn(node, [PROGRAM, 'check'], { cwd, env }))).toMatchObject({ status: 0 });
    const server = spawn(node, [PROGRAM, 'serve'], { cwd, env });
    const closed = once(server, 'close');
    await eventually(async () =>
      expect(JSON.parse(await bodyOf(`http://127.0.0.1:${port}/healthz`))).toMatchObject({ reports: { healthy: 5 } }),
    );
    server.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
  });
}

function textOf(path: string): Promise<string> {
  return readFile(join(cwd, PACKAGE, path), 'utf8');
}

async function bodyOf(url: string): Promise<string> {
  return (await fetch(url)).text();
}
