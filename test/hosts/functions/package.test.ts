import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { callApp } from '../../support/call-app.ts';
import { parseExposition } from '../../support/exposition.ts';
import { knownTenant } from '../../support/known-tenant.ts';
import { APP, asOnAzure, questionOf, STORAGE } from '../../support/on-azure.ts';
import { importEach, importsOf, makePackage, modulesAbove, type Package, unpack } from '../../support/package.ts';
import { describeWith } from '../../support/programs.ts';
import { startTenant } from '../../support/tenant.ts';

let made: Package;

beforeAll(async () => {
  made = await makePackage();
});

describe('the package', () => {
  it('holds the app, its licences and all that its entry point can import, and nothing else', async () => {
    const folder = await unpack(made);

    const reachable = await importsOf(folder, 'dist/functions.js');

    expect([...made.files.keys()]).toEqual(
      ['LICENSE', 'THIRD_PARTY_LICENSES.txt', 'host.json', 'package.json', ...reachable].sort(),
    );
    expect(made.files.get('host.json')).toEqual(await readFile('host.json'));
    expect(made.files.get('LICENSE')).toEqual(await readFile('LICENSE'));
    const { name, version, type, main, engines } = packageJson;
    expect(JSON.parse(String(made.files.get('package.json')))).toEqual({ name, version, type, main, engines });
  });

  it('loads every file of its bundle where no other package is', async () => {
    const folder = await unpack(made);

    const { status, stderr } = await importEach(
      folder,
      [...made.files.keys()].filter((path) => path.endsWith('.js')),
    );

    expect(modulesAbove(folder)).toEqual([]);
    expect(status, stderr).toBe(0);
  });

  it('is the same to the byte when it is built again, in another time zone too', async () => {
    const again = await makePackage({ TZ: 'Pacific/Apia' });

    expect(again.zip.equals(made.zip)).toBe(true);
  });

  it.each(['main.json', 'createUiDefinition.json'])('has %s beside it, to deploy what it runs on', async (file) => {
    expect(await readFile(`dist/${file}`)).toEqual(await readFile(`infra/${file}`));
  });

  it('is listed with the size of every file and of the zip', () => {
    const lines = made.listing.split('\n').map((line) => line.trim().split(/\s+/));
    const sizes = new Map(lines.map(([size, , what]) => [what, size]));

    for (const [path, bytes] of made.files) expect(sizes.get(path)).toBe(bytes.length.toLocaleString('en-US'));
    expect(lines.find(([, , count]) => count === String(made.files.size))?.[1]).toBe(
      made.zip.length.toLocaleString('en-US'),
    );
  });

  it('brings the licences and notices of the packages in the bundle, and of no other', () => {
    const licences = String(made.files.get('THIRD_PARTY_LICENSES.txt'));
    const ofTheCommands = ['bcryptjs', 'commander', 'yaml'];
    const bundled = Object.entries(packageJson.dependencies).filter(([name]) => !ofTheCommands.includes(name));

    for (const [name, version] of bundled) expect(licences).toContain(`\n${name} ${version}\n`);
    expect(licences).not.toMatch(/^(bcryptjs|commander|esbuild|vitest|yaml) \d/m);
    for (const words of ['Apache License', 'Copyright 2008 Google Inc.', 'Matteo Collina and Undici contributors']) {
      expect(licences).toContain(words);
    }
  });
});

describeWith('openssl')('the package in an empty folder', () => {
  it('pulls and serves with its identity alone, and a cold process serves the same', async () => {
    const folder = await unpack(made);
    const known = knownTenant();
    const tenant = await startTenant(known.fileOf);
    const environment = { ...(await asOnAzure(tenant)), WINDOW_DAYS: '180' };
    const where = { folder, isAlone: true };

    const [registered, pulled, scraped] = await callApp(
      ['bindings', 'timer:collect', 'http:metrics'],
      environment,
      where,
    );
    const [cold, health] = await callApp(
      ['http:metrics', 'http:healthz'],
      { ...environment, GRAPH_ENDPOINT: 'http://127.0.0.1:1' },
      where,
    );

    expect(modulesAbove(folder)).toEqual([]);
    expect(Object.keys(registered?.bindings ?? {})).toEqual(['collect', 'metrics', 'status', 'healthz']);
    expect(pulled?.error).toBeUndefined();
    expect(scraped?.status).toBe(200);
    const expected = known.expected(180);
    expect(new Map([...parseExposition(scraped?.body ?? '')].filter(([name]) => expected.has(name)))).toEqual(expected);
    expect(cold).toMatchObject({ status: 200, body: scraped?.body });
    expect(JSON.parse(health?.body ?? '')).toMatchObject({ status: 'ok', reports: { selected: 5, healthy: 5 } });
    expect(new Set(tenant.tokenRequests.map(questionOf))).toEqual(
      new Set([`https://graph.microsoft.com for ${APP} with x`, `https://storage.azure.com for ${STORAGE} with x`]),
    );
  });
});
