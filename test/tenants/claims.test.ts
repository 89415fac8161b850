import { expect, it } from 'vitest';
import { createFolderStore } from '../../src/store/folder.ts';
import { overwriteJson } from '../../src/store/store.ts';
import { startAzurite } from '../support/azurite.ts';
import { startFleet } from '../support/fleet.ts';
import { serve } from '../support/loopback.ts';
import { passOn } from '../support/watched-store.ts';

/** Azurite, where the first two who claim a tenant after `arm` do so at the same time. */
async function startMeetingPoint() {
  const direct = await startAzurite();
  const { origin } = new URL(/BlobEndpoint=([^;]+);/.exec(direct)?.[1] ?? '');
  let expected = 0;
  const waiting: (() => void)[] = [];
  const meeting = await serve((request, response) => {
    const go = () => passOn(origin, request, response);
    if (request.method !== 'PUT' || !request.url?.includes('/_tenants/state/') || expected === 0) return go();
    waiting.push(go);
    if (waiting.length < expected) return;
    expected = 0;
    for (const start of waiting) start();
  });
  const arm = () => {
    expected = 2;
  };
  return { connection: direct.replace(origin, meeting), arm };
}

it('of two that claim a tenant at the same moment one pulls it, and the other lets it alone', async () => {
  const { connection, arm } = await startMeetingPoint();
  const settings = { HISTORY_STORE: 'blob:usage-reports', AzureWebJobsStorage: connection };
  const { fleet, again, declare, log, lines, microsoft } = await startFleet({ settings });
  await declare(1);
  await fleet.enqueue(log);
  const other = await again();
  arm();

  const runs = await Promise.all([fleet.pull('t1', { log }), other.pull('t1', { log })]);

  expect(runs.filter((run) => run === undefined)).toHaveLength(1);
  expect(lines.filter((line) => line.includes('not pulled: another run pulls it, or it is not due'))).toHaveLength(1);
  expect(microsoft.graphRequests).toHaveLength(1);
  expect((await fleet.overview())[0]?.state).toBe('healthy');
});

it('what nobody foresaw is the state of the tenant, so that its message finds it not due', async () => {
  const { fleet, declare, log, folder, microsoft } = await startFleet();
  await declare(1);
  await overwriteJson(createFolderStore(folder), 't1/tenant.json', []);

  await expect(fleet.pull('t1', { log })).rejects.toThrow('t1/tenant.json in the store is corrupt');

  expect((await fleet.overview())[0]).toMatchObject({
    state: 'failing',
    reason: 't1/tenant.json in the store is corrupt; restore it from a backup, or move it away to start over',
  });
  const asked = microsoft.graphRequests.length;
  expect(await fleet.pull('t1', { log })).toBeUndefined();
  expect(await fleet.enqueue(log)).toEqual([]);
  expect(microsoft.graphRequests).toHaveLength(asked);
});
