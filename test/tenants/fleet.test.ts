import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/app.ts';
import { startSampleTenant } from '../../src/demo/sample-tenant.ts';
import { ReportError } from '../../src/errors/errors.ts';
import { createDeclaredStore } from '../../src/tenants/declared-store.ts';
import { readEntry } from '../../src/tenants/declared-tenant.ts';
import { parseExposition } from '../support/exposition.ts';
import { idOf, startFleet } from '../support/fleet.ts';
import { temporaryFolder } from '../support/run.ts';

it('a new tenant is due at once, pulled once, and then a target with metrics and a page', async () => {
  const { fleet, declare, log, get } = await startFleet({ settings: { TARGETS_HOST: 'https://usage.example.net' } });
  await declare(2);
  await fleet.declared.edit('t1', (entry) => ({ ...entry, name: 'Contoso & Söhne', labels: { region: 'emea' } }));

  expect(await fleet.enqueue(log)).toEqual(['t1', 't2']);
  expect(await fleet.enqueue(log)).toEqual([]);
  await fleet.pull('t1', { log });
  expect(await fleet.pull('t1', { log })).toBeUndefined();

  expect(JSON.parse((await get('/targets')).body.toString())).toEqual([
    { targets: ['usage.example.net'], labels: { __scheme__: 'https', __metrics_path__: '/metrics/_fleet' } },
    {
      targets: ['usage.example.net'],
      labels: {
        __scheme__: 'https',
        __metrics_path__: '/metrics/t1',
        region: 'emea',
        tenant: 't1',
        __meta_m365_tenant_name: 'Contoso & Söhne',
      },
    },
  ]);
  const series = parseExposition((await get('/metrics/_fleet')).body.toString());
  expect(series.get('m365_tenants{state="healthy"}')).toBe(1);
  expect(series.get('m365_tenants{state="new"}')).toBe(1);
  expect(series.get('m365_tenants{state="crashing"}')).toBe(0);
  expect(series.get('m365_tenant_reports_healthy{tenant="t1"}')).toBe(1);
  expect((await get('/')).body).toContain('Contoso &amp; Söhne');
  expect((await get('/tenants/t1')).body).toContain('<h1>Microsoft 365 usage: Contoso &amp; Söhne</h1>');
  await fleet.plan(log);
  expect(JSON.parse((await get('/healthz')).body.toString())).toMatchObject({
    status: 'ok',
    tenants: { declared: 2, healthy: 1, failing: 0, waiting: 1 },
  });
});

it('a scrape reads its own document, and who is declared at most every five seconds', async () => {
  const { fleet, declare, log, get, folder } = await startFleet();
  await declare(1);
  await fleet.pull('t1', { log });
  const { createFolderStore } = await import('../../src/store/folder.ts');
  const elsewhere = createDeclaredStore({ kind: 'store' }, createFolderStore(folder), () => []);
  expect((await get('/metrics/t1')).status).toBe(200);

  await elsewhere.edit('t1', (entry) => ({ ...entry, enabled: false }));
  expect((await get('/metrics/t1')).status).toBe(200);
  expect((await get('/targets')).body).not.toContain('t1');
  // What the same process declares, and what it reads for something else, it knows at once.
  expect((await get('/metrics/t1')).status).toBe(404);
});

it('no label of a target is called as one of the metrics is', async () => {
  const { fleet, declare, log, get } = await startFleet();
  await declare(1);
  await fleet.pull('t1', { log });
  const sample = await startSampleTenant(() => new Date());
  onTestFinished(sample.close);
  const folder = await temporaryFolder();
  const settings = { REPORTS: 'all+beta', HISTORY_STORE: `file:${folder}`, TENANT_ID: 'sample' };
  const app = await createApp({ ...settings, ...sample.environment }, 'standalone');
  await app.pull('all', { log });
  const text = `${(await get('/metrics/_fleet')).body}${(await app.metrics({ header: () => undefined })).body}`;
  const names = new Set([...text.matchAll(/[{,]([a-z_]+)="/g)].map(([, name = '']) => name));
  const isFree = (name: string) => 'entry' in readEntry({ id: idOf(1), labels: { [name]: 'x' } });

  expect(names.size).toBeGreaterThan(20);
  expect([...names].filter(isFree)).toEqual([]);
});

it('nothing is declared, and nothing is a mistake', async () => {
  const { get } = await startFleet();

  expect((await get('/targets')).body).toBe('[]');
  expect(await get('/metrics')).toMatchObject({
    status: 404,
    body: 'Many tenants are served here: each has metrics of its own, which /targets lists.\n',
  });
});

it('a tenant without consent waits, and nothing is stored of it', async () => {
  const refusal = 'Entra refused a token for Microsoft Graph (AADSTS7000229): nobody has consented';
  const { fleet, declare, log, microsoft } = await startFleet({
    credentialOf: () => async () => ({ getToken: () => Promise.reject(new ReportError('unauthorized', refusal)) }),
  });
  await declare(1);

  await fleet.pull('t1', { log });

  expect((await fleet.overview())[0]).toMatchObject({
    state: 'waiting_for_consent',
    reason: refusal,
    reports: undefined,
  });
  expect(microsoft.graphRequests).toEqual([]);
});

it('a declaration that is broken leaves the one before it in force, and healthz says so', async () => {
  const { fleet, declare, log, get, folder } = await startFleet();
  await declare(1);
  await fleet.plan(log);
  const { createFolderStore } = await import('../../src/store/folder.ts');
  const { overwriteJson } = await import('../../src/store/store.ts');
  await overwriteJson(createFolderStore(folder), '_tenants/declared.json', []);

  expect((await fleet.plan(log)).map(({ key }) => key)).toEqual(['t1']);
  expect(JSON.parse((await get('/healthz')).body.toString())).toMatchObject({
    problem: 'the declaration of tenants (TENANTS) is wrong; the log says what to do',
  });
});

it('what is stored of a tenant is deleted, and of no other', async () => {
  const { fleet, declare, log, get } = await startFleet();
  await declare(2);
  for (const key of ['t1', 't2']) await fleet.pull(key, { log });
  const tenant = (await fleet.open('t1'))?.declared;
  if (tenant === undefined) throw new Error('t1 is not declared');

  expect(await fleet.purge(tenant)).toBe(true);

  expect((await get('/metrics/t1')).status).toBe(503);
  expect((await get('/metrics/t2')).status).toBe(200);
  expect(idOf(1)).toBe(tenant.id);
});

it('what the settings may have meant is told with the first look, and once', async () => {
  const { fleet, log, lines } = await startFleet({ settings: { HOST: '0.0.0.0', WINDOWDAYS: '7' } });

  for (let look = 0; look < 2; look += 1) await fleet.plan(log);

  expect(lines.filter((line) => line.startsWith('warn'))).toEqual([
    'warn WINDOWDAYS is no setting and has no effect; did you mean WINDOW_DAYS?',
    'warn /targets and the links for consent would name 0.0.0.0:9464, which nobody can reach; set TARGETS_HOST to the name that this server is reached by',
  ]);
});

it('the page of a tenant says why it cannot be pulled, before it has data and after', async () => {
  const { fleet, declare, log, get } = await startFleet();
  await declare(2);
  await fleet.pull('t2', { log });
  for (const key of ['t1', 't2'])
    await fleet.states.update([key], () => () => ({
      state: 'unauthorized',
      reason: 'a policy <blocks> it',
      nextAt: '2026-01-31T12:00:00.000Z',
      unfinished: 0,
      failures: 1,
    }));
  await fleet.declared.edit('t3', () => ({ id: idOf(3), enabled: false, name: 'Third' }));

  const pages = await Promise.all(['/tenants/t1', '/tenants/t2', '/'].map((path) => get(path)));

  for (const { status, body } of pages) {
    expect(status).toBe(200);
    expect(body).toContain('a policy &lt;blocks&gt; it');
  }
  expect(pages[0]?.body).toContain('There is no data yet.');
  expect(pages[1]?.body).toContain('Microsoft 365 groups');
  expect(pages[2]?.body).toContain('<a href="/tenants/t1">');
  expect(pages[2]?.body).not.toContain('<a href="/tenants/t3">');
  expect((await get('/tenants/t3')).status).toBe(404);
});
