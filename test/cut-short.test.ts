import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { callApp } from './support/call-app.ts';
import { parseExposition } from './support/exposition.ts';
import { knownTenant } from './support/known-tenant.ts';
import { serve } from './support/loopback.ts';
import { type Inbox, receiver, status } from './support/receiver.ts';
import { ended, runCli, startCli, temporaryFolder } from './support/run.ts';
import { startTenant } from './support/tenant.ts';

const VALUE = 'm365_skype_activity_peer_to_peer_sessions_latest{}';

it('a run that was killed between its pulls and its end is finished by the next, although nothing is due', async () => {
  const [yesterday, today] = [knownTenant({ lagDays: 3 }), knownTenant({ lagDays: 2 })];
  const inbox: Inbox = { received: [], respond: status(200) };
  const settings = {
    HISTORY_STORE: `file:${await temporaryFolder()}`,
    OTEL_METRICS_EXPORTER: 'prometheus,otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: await serve(receiver(inbox)),
  };
  await runCli(['collect'], { ...(await startTenant(yesterday.fileOf)).environment, ...settings });
  const tenant = await startTenant(today.fileOf);
  const environment = { ...tenant.environment, ...settings };
  const killed = startCli(['collect'], environment);
  inbox.respond = () => void killed.kill('SIGKILL');
  await ended(killed);
  inbox.respond = status(200);
  const [requested, pushed] = [tenant.graphRequests.length, inbox.received.length];

  const [, finished, again, scraped] = await callApp(
    ['http:metrics', 'timer:collect', 'timer:collect', 'http:metrics'],
    environment,
  );

  expect(finished?.logs?.map(({ message }) => message)).toEqual([expect.stringMatching(/^otlp: \d+ points accepted$/)]);
  expect(again?.logs).toEqual([]);
  expect(inbox.received.length).toBeGreaterThan(pushed);
  expect(tenant.graphRequests).toHaveLength(requested);
  expect(parseExposition(scraped?.body ?? '').get(VALUE)).toBe(today.expected(30).get(VALUE));
});

it('a first run that was killed before its end is finished by the next, although nothing is due', async () => {
  const known = knownTenant();
  const tenant = await startTenant(known.fileOf);
  const folder = await temporaryFolder();
  const environment = { ...tenant.environment, HISTORY_STORE: `file:${folder}` };
  await runCli(['collect'], environment);
  const [of] = await readdir(folder);
  for (const name of ['last-run.json', 'exposition']) await removeDocument(join(folder, of ?? ''), name);

  const [before, , after] = await callApp(['http:metrics', 'timer:collect', 'http:metrics'], environment);

  expect(before?.status).toBe(503);
  expect(after?.status).toBe(200);
  expect(parseExposition(after?.body ?? '').get(VALUE)).toBe(known.expected(30).get(VALUE));
});

async function removeDocument(folder: string, name: string): Promise<void> {
  const generations = (await readdir(folder)).filter((entry) => entry.startsWith(`${name}.v`));
  for (const generation of generations) await rm(join(folder, generation));
}
