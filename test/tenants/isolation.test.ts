import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBoundStore } from '../../src/tenants/bound-store.ts';
import { parseExposition } from '../support/exposition.ts';
import { credential, idOf, MARK, startFleet, tokenFor } from '../support/fleet.ts';
import { createMemoryStore } from '../support/memory-store.ts';

/** Whose the numbers of an exposition are. */
function marksIn(body: Buffer | string): ReadonlySet<number> {
  const usage = [...parseExposition(body.toString())].filter(([name]) =>
    /^m365_groups(_active)?(_latest)?\b/.test(name),
  );
  return new Set(usage.map(([, value]) => Math.floor(value / MARK)));
}

it('of 12 tenants that are pulled at once, none gets a number of another', async () => {
  const { fleet, declare, log, get, lines } = await startFleet({ cacheBytes: 2_000 });
  await declare(12);

  const keys = (await fleet.plan(log)).map(({ key }) => key);
  await Promise.all(keys.map((key) => fleet.pull(key, { log })));

  expect(keys).toHaveLength(12);
  for (const round of [1, 2]) {
    for (const key of round === 1 ? keys : keys.toReversed()) {
      const { status, body } = await get(`/metrics/${key}`);
      expect({ key, status, marks: [...marksIn(body)] }).toEqual({ key, status: 200, marks: [Number(key.slice(1))] });
    }
  }
  for (const line of lines) expect(line.match(/\bt\d+\b/g)?.length ?? 1).toBe(1);
});

it('a token of another directory stops the run before anything is requested or stored', async () => {
  const shuffled = await startFleet({
    credentialOf:
      ({ id }) =>
      async () =>
        credential(tokenFor(idOf((Number(id.slice(-12)) % 3) + 1))),
  });
  await shuffled.declare(3);

  for (const key of ['t1', 't2', 't3']) await shuffled.fleet.pull(key, { log: shuffled.log });

  expect(shuffled.microsoft.graphRequests).toEqual([]);
  expect(await readdir(shuffled.folder)).toEqual(['_tenants']);
  expect((await shuffled.fleet.overview()).map(({ state, reason }) => `${state}: ${reason}`)).toEqual(
    [1, 2, 3].map(
      (index) =>
        `wrong_directory: the token is for the directory ${idOf((index % 3) + 1)}, and the tenant is declared with ${idOf(index)}: nothing was stored; check the id of the tenant and its credential`,
    ),
  );
});

it.each([
  ['that does not tell its directory', tokenFor(undefined)],
  ['that cannot be read', 'opaque'],
])('a token %s is refused', async (_, token) => {
  const { fleet, declare, log, folder } = await startFleet({ credentialOf: () => async () => credential(token) });
  await declare(1);

  await fleet.pull('t1', { log });

  expect(await readdir(folder)).toEqual(['_tenants']);
  expect((await fleet.overview())[0]).toMatchObject({
    state: 'wrong_directory',
    reason: expect.stringContaining('the token does not tell its directory'),
  });
});

it('the folder of another directory is neither written nor served', async () => {
  const { fleet, declare, log, get, folder, again } = await startFleet();
  await declare(1);
  await fleet.pull('t1', { log });
  const before = await readdir(join(folder, 't1'), { recursive: true });
  await fleet.declared.edit('t1', () => ({ id: idOf(2) }));
  const other = await again();

  await other.pull('t1', { log, isForced: true });

  expect(await readdir(join(folder, 't1'), { recursive: true })).toEqual(before);
  expect((await other.overview())[0]).toMatchObject({
    state: 'wrong_directory',
    reason: `t1/tenant.json in the store is of the directory ${idOf(1)}, and the tenant is declared with ${idOf(2)}: nothing was stored; correct the id, or declare the tenant with another key`,
  });
  await expect(get('/metrics/t1')).rejects.toThrow('t1/tenant.json in the store is of the directory');
});

it("a scrape with another tenant's ETag gets its own tenant's bytes", async () => {
  const { fleet, declare, log, get } = await startFleet();
  await declare(2);
  for (const key of ['t1', 't2']) await fleet.pull(key, { log });
  const first = await get('/metrics/t1', { 'accept-encoding': 'gzip' });

  const own = await get('/metrics/t1', { 'accept-encoding': 'gzip', 'if-none-match': first.headers.etag ?? '' });
  const foreign = await get('/metrics/t2', { 'if-none-match': `${first.headers.etag}, ${own.headers.etag}` });

  expect(own.status).toBe(304);
  expect(foreign.status).toBe(200);
  expect([...marksIn(foreign.body)]).toEqual([2]);
});

it.each([
  '/metrics/..',
  '/metrics/../t1',
  '/metrics/%2e%2e',
  '/metrics/t1%2f',
  '/metrics/%2ft1',
  '/metrics/T1',
  '/metrics/t1/',
  '/metrics/t1/exposition',
  '/metrics/_tenants',
  '/metrics/constructor',
  '/metrics/__proto__',
  '/metrics/t3',
  '/tenants/T1',
  '/tenants/..%2ft1',
])('%s is nobody', async (path) => {
  const { fleet, declare, log, get } = await startFleet();
  await declare(1);
  await fleet.pull('t1', { log });

  expect((await get(path)).status).toBe(404);
});

it('a key of 10 kB is nobody, and is not repeated', async () => {
  const { get } = await startFleet();

  const { status, body } = await get(`/metrics/${'a'.repeat(10_240)}`);

  expect(status).toBe(404);
  expect(body).toBe('There is no tenant of this name; /targets lists those that can be scraped.\n');
});

it('who is disabled or removed is nobody', async () => {
  const { fleet, declare, log, get } = await startFleet();
  await declare(2);
  for (const key of ['t1', 't2']) await fleet.pull(key, { log });
  await fleet.declared.edit('t1', (entry) => ({ ...entry, enabled: false }));
  await fleet.declared.edit('t2', (entry) => ({ ...entry, removedAt: '2026-01-31T12:00:00.000Z' }));

  for (const key of ['t1', 't2']) expect((await get(`/metrics/${key}`)).status).toBe(404);
  const targets = JSON.parse((await get('/targets')).body.toString());
  expect(targets.map(({ labels }: { labels: Record<string, string> }) => labels.__metrics_path__)).toEqual([
    '/metrics/_fleet',
  ]);
  expect(await fleet.pull('t1', { log, isForced: true })).toBeUndefined();
});

it('the store of a tenant knows no path but its own', async () => {
  const store = createBoundStore(createMemoryStore(), { key: 'a', id: idOf(1) });

  for (const path of ['b/x.json', 'ab/x.json', '../b/x.json', '_tenants/declared.json', '']) {
    await expect(store.read(path)).rejects.toThrow('is not of the tenant a');
    await expect(store.write(path, Buffer.from('{}'), undefined)).rejects.toThrow('is not of the tenant a');
    await expect(store.removeAll(path)).rejects.toThrow('is not of the tenant a');
  }
});
