import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFolderStore } from '../../src/store/folder.ts';
import { createStateStore } from '../../src/tenants/state-store.ts';
import { parseExposition } from '../support/exposition.ts';
import { idOf, MARK, REPORT } from '../support/fleet.ts';
import { knownTenant } from '../support/known-tenant.ts';
import { startManyTenants } from '../support/many-tenants.ts';
import { describeWith } from '../support/programs.ts';
import { startPulls } from '../support/pulls.ts';
import { eventually, freePort, runCli, startProcess, temporaryFolder } from '../support/run.ts';

/** Three tenants: one that is fine, one that nobody has consented for, and one with a consent from before the permission. */
async function start() {
  const started = await startManyTenants();
  const { run, entra } = started;
  entra.answers.set(idOf(2), { code: 7000229 });
  entra.answers.set(idOf(3), { roles: [] });
  for (const [index, key] of ['contoso', 'adatum', 'norole'].entries())
    await run(`tenants add ${idOf(index + 1)} --key ${key}`);
  const link = (index: number) =>
    `${entra.origin}/${idOf(index)}/v2.0/adminconsent?client_id=99999999-0000-4000-8000-000000000000&scope=${encodeURIComponent(started.environment.GRAPH_ENDPOINT)}%2F.default&redirect_uri=https%3A%2F%2Fusage.example.net%2Fconsented`;
  const waits = `Entra refused a token for Microsoft Graph (AADSTS7000229 invalid_request): nobody in the tenant has consented to the application yet; send its administrator this link: ${link(2)}`;
  return { ...started, link, waits };
}

const usage = (...sentences: readonly string[]) => ({
  status: 1,
  stdout: '',
  stderr: `This cannot be done:\n${sentences.map((sentence) => `- ${sentence}\n`).join('')}`,
});

describeWith('openssl')('many tenants at a terminal', () => {
  it('check says of each whether it works or what to do; the worst decides', async () => {
    const { run, waits } = await start();

    const all = await run('tenants check');
    const one = await run('tenants check contoso --json');

    expect(all.status).toBe(2);
    const lines = all.stdout.trimEnd().split('\n');
    expect(lines.toSorted()).toEqual([
      `FAIL  adatum     ${waits}`,
      expect.stringMatching(/^FAIL {2}norole {5}the application lacks the permission Reports.Read.All; /),
      expect.stringMatching(
        /^ok {4}contoso {4}token: an application's, with Reports.Read.All; getOffice365GroupsActivityGroupCounts has 7 rows, refreshed \d{4}-\d\d-\d\d$/,
      ),
      'ok    series     3 tenants x 170 series = about 520, for which a Prometheus needs about 1.7 MB of memory.',
    ]);
    expect(one.status).toBe(0);
    expect(JSON.parse(one.stdout)).toMatchObject([{ check: 'version' }, { check: 'contoso', ok: true }]);
  });

  it('--tenant names one for each command, and without it they say so', async () => {
    const { run, folder, waits, environment } = await start();
    const name = 'TENANTS is set, so there are many tenants; name one of them with --tenant <key>';

    expect(await run('collect --tenant contoso')).toMatchObject({ status: 0, stdout: '1 of 1 report read.\n' });
    const { stdout } = await run('metrics --tenant contoso');
    expect(Math.floor((parseExposition(stdout).get('m365_groups_latest{}') ?? 0) / MARK)).toBe(1);
    expect((await run('reports --tenant contoso')).stdout).toContain('m365_groups_active');
    const past = join(folder, 'past.om');
    expect((await run(`backfill --tenant contoso --output ${past}`)).stdout).toMatch(/^\d+ samples of 2 series\.\n$/);
    expect((await run(`history export ${REPORT} --tenant contoso`)).stdout).toContain(`${REPORT},Total,,,`);
    expect((await run('check --tenant contoso')).stdout).toContain(
      'ok    exporters  prometheus: scraped at /metrics/contoso, with `serve` at http://127.0.0.1:9464/metrics/contoso\n',
    );

    expect(await run('collect')).toEqual(usage(`${name}; serve pulls all of them`));
    expect(await run(`history delete ${REPORT} --yes`)).toEqual(usage(name));
    expect(await run('check')).toEqual(usage(`${name}, or look at all of them with tenants check`));
    expect(await run('metrics')).toEqual(usage(name));
    expect(await run('reports')).toEqual(usage(name));
    expect(await run(`backfill --output ${past}`)).toEqual(usage(name));
    const unknown = 'is "../contoso", and no tenant with this key is declared; tenants list shows all';
    expect(await run('metrics --tenant ../contoso')).toEqual(usage(`--tenant ${unknown}`));
    expect(await run('collect --tenant adatum')).toEqual({
      status: 2,
      stdout: '',
      stderr: `warn  adatum: waiting_for_consent: ${waits}\nNothing was pulled of adatum\n`,
    });
    expect((await run('metrics --tenant adatum')).status).toBe(2);
    expect((await run('metrics --tenant contoso', { HISTORY_STORE: 'file:/dev/null/x' })).status).toBe(3);
    expect(await run('tenants list', { TENANT_DISPATCH: 'queue', ...environment, PORT: 'x' })).toMatchObject({
      status: 1,
      stderr: 'The settings need a correction:\n- PORT is "x"; use a whole number from 0 to 65535\n',
    });
  });

  it('a tenant is disabled, enabled, renamed, removed, purged and declared again', async () => {
    const { run, folder } = await start();
    await run('collect --tenant contoso');
    const list = async () => {
      const { stdout } = await run('tenants list');
      return stdout.split('\n').filter((line) => line.startsWith('contoso'));
    };
    const enabledAt = async (): Promise<string | undefined> =>
      JSON.parse((await run('tenants list --json')).stdout).find((tenant: { key: string }) => tenant.key === 'contoso')
        ?.enabledAt;

    // Who is enabled already is not enabled again.
    await run('tenants enable contoso');
    expect(await enabledAt()).toBeUndefined();
    expect(await list()).toEqual([expect.stringMatching(/^contoso +healthy +1\/1 +\d{4}-\d\d-\d\dT\d\d:\d\d$/)]);
    expect(await run('tenants disable contoso')).toMatchObject({
      status: 0,
      stdout: 'contoso is disabled: it is pulled and served no more, its data stay.\n',
    });
    expect(await run('collect --tenant contoso')).toEqual(
      usage('the tenant contoso is disabled; tenants enable contoso ends that'),
    );
    expect(await list()).toEqual([expect.stringMatching(/^contoso +disabled/)]);
    expect((await run('tenants enable contoso')).stdout).toBe('contoso is enabled: the next plan looks at it.\n');
    const enabled = await enabledAt();
    expect(enabled).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect((await run('tenants rename contoso Contoso-GmbH')).status).toBe(0);
    expect(await list()).toEqual([expect.stringMatching(/^contoso {2}Contoso-GmbH {2}healthy/)]);
    expect(await run(`tenants rename contoso ${'a'.repeat(101)}`)).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Nothing was changed:\n- name is a text of 101 characters; use a text of at most 100 characters, without line breaks\n',
    });

    expect(await run('tenants purge contoso --yes')).toEqual(
      usage('contoso is still declared; remove it first, with tenants remove contoso'),
    );
    expect(await run('tenants remove contoso')).toMatchObject({
      status: 0,
      stdout: 'contoso is removed; its data stay, tenants purge contoso --yes deletes them.\n',
    });
    const removed = 'the tenant contoso was removed; tenants add <id> --key contoso declares it again';
    expect(await run('tenants remove contoso')).toEqual(usage(removed));
    expect(await run('metrics --tenant contoso')).toEqual(usage(removed));
    expect(await run('tenants purge contoso')).toEqual(
      usage('everything that is stored of contoso would be deleted; say --yes if you mean it'),
    );
    expect((await readdir(folder)).toSorted()).toContain('contoso');
    expect(await run('tenants purge contoso --yes')).toMatchObject({
      status: 0,
      stdout: 'Everything that was stored of contoso is deleted.\n',
    });
    expect(await readdir(folder)).not.toContain('contoso');
    await run(`tenants add ${idOf(1)} --key contoso`);
    expect(await list()).toEqual([expect.stringMatching(/^contoso +Contoso-GmbH +new/)]);
    expect((await enabledAt()) ?? '').toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(await enabledAt()).not.toBe(enabled);
  });

  it.each(['enable', 'disable', 'remove', 'purge'])('%s of nobody is a mistake', async (command) => {
    const { run } = await startManyTenants();

    expect(await run(`tenants ${command} ../contoso`)).toEqual(
      usage('the key is "../contoso", and no tenant with this key is declared; tenants list shows all'),
    );
  });

  it('the credential of the application says which of its own settings is wrong', async () => {
    const { run } = await start();
    const check = async (more: Readonly<Record<string, string>>) => {
      const { status, stdout } = await run('tenants check contoso', { GRAPH_CLIENT_SECRET: '', ...more });
      return `${status} ${stdout.trimEnd()}`;
    };

    expect(await check({ GRAPH_CLIENT_ID: '' })).toBe(
      '2 FAIL  contoso    GRAPH_CLIENT_ID is not set; set it to the client id of the application that tenants consent to',
    );
    expect(await check({ GRAPH_CLIENT_CERTIFICATE_PATH: '/none.pem' })).toBe(
      '2 FAIL  contoso    there is no token for Microsoft Graph: the file /none.pem (GRAPH_CLIENT_CERTIFICATE_PATH) does not exist (ENOENT); correct the path',
    );
    expect(await check({})).toBe(
      '2 FAIL  contoso    there is no credential for Microsoft Graph; the application (GRAPH_CLIENT_ID) has a managed identity as its credential, and there is none here; outside Azure set GRAPH_CLIENT_CERTIFICATE_PATH or GRAPH_CLIENT_SECRET',
    );
  });
});

it('nothing of a tenant is deleted while a run of it is under way', async () => {
  const folder = await temporaryFolder();
  const run = (args: string) => runCli(args.split(' '), { TENANTS: 'store', HISTORY_STORE: `file:${folder}` });
  await run(`tenants add ${idOf(1)} --key contoso`);
  await run('tenants remove contoso');
  const now = Date.now();
  const at = (ms: number) => new Date(now + ms).toISOString();
  const claimed = { state: 'healthy', nextAt: at(0), claimUntil: at(500_000), unfinished: 0, failures: 0 } as const;
  const states = createStateStore(createFolderStore(folder));
  await states.update(['contoso'], () => () => claimed);

  expect(await run('tenants purge contoso --yes')).toEqual(usage('contoso is being pulled; try again in ten minutes'));
  await states.update(['contoso'], () => () => ({ ...claimed, claimUntil: at(-1) }));
  expect(await run('tenants purge contoso --yes')).toMatchObject({ status: 0 });
});

it('a tenant that was the only one keeps its history, and its metrics byte for byte', async () => {
  const { run, environment } = await startPulls(knownTenant().fileOf, { TENANT_ID: 'Contoso' });
  await run();
  const before = await run('metrics');
  const many = { TENANTS: 'store' };

  const added = await run(['tenants', 'add', idOf(1), '--key', 'Contoso', '--credential', 'identity'], many);

  expect(added.stdout).toContain(`Contoso is declared: the directory ${idOf(1)}.`);
  expect(before.stdout).toContain('m365_groups_latest');
  expect((await run(['metrics', '--tenant', 'Contoso'], many)).stdout).toBe(before.stdout);
  expect((await run('metrics')).stdout).toBe(before.stdout);
  const port = String(await freePort());
  startProcess(process.execPath, ['dist/cli.js', 'serve'], {
    ...environment,
    ...many,
    PORT: port,
    TENANT_DISPATCH: 'none',
  });
  for (const path of ['/metrics', '/metrics/Contoso']) {
    const scraped = await eventually(async () => (await fetch(`http://127.0.0.1:${port}${path}`)).text());
    expect(scraped).toBe(before.stdout);
  }
});

it('no tenant is declared, and that is said', async () => {
  const run = async (args: string) =>
    runCli(args.split(' '), { TENANTS: 'store', HISTORY_STORE: `file:${await temporaryFolder()}` });

  expect(await run('tenants list')).toEqual({
    status: 0,
    stdout: 'No tenant is declared; tenants add declares one.\n',
    stderr: '',
  });
  expect((await run('tenants check')).stdout).toBe('ok    series     No tenant is enabled.\n');
});
