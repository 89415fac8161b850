import { describe, expect, it } from 'vitest';
import { createCredential, requestToken } from '../../src/azure/credential.ts';
import { createRemoteWriteExporter, createRemoteWriter, toSeriesBatches } from '../../src/export/remote-write.ts';
import type { TimeSeries } from '../../src/export/write-request.ts';
import { parseExposition, seriesName, usageOf } from '../support/exposition.ts';
import { knownTenant } from '../support/known-tenant.ts';
import { decodeWriteRequest } from '../support/protobuf.ts';
import { startPulls } from '../support/pulls.ts';
import { drop, first, type Inbox, pushTo, type Respond, reply, startReceiver, status } from '../support/receiver.ts';
import { eventually, freePort, startProcess } from '../support/run.ts';
import { startTenant, TOKEN } from '../support/tenant.ts';

describe('remote write', () => {
  it('brings the window once, then of the dated points only what has changed, and everything else always', async () => {
    const { run, inbox } = await start();

    expect(await run()).toMatchObject({ status: 0 });
    const exposition = parseExposition((await run('metrics')).stdout);
    expect(usageOf(seriesOf(inbox))).toEqual(usageOf(exposition));
    inbox.received = [];

    await run();
    expect([...seriesOf(inbox).keys()].filter((name) => name.includes('report_date='))).toEqual([]);
    expect(seriesOf(inbox).get('m365_groups_latest{}')).toBe(exposition.get('m365_groups_latest{}'));
  });

  it('does not bring again what it brought before the window or the selection was smaller for a time', async () => {
    const { run, inbox } = await start();
    await run();
    await run('collect', { WINDOW_DAYS: '1', REPORTS: 'groups' });
    inbox.received = [];

    await run();

    expect([...seriesOf(inbox).keys()].filter((name) => name.includes('report_date='))).toEqual([]);
  });

  it('brings the window to an exporter that is named later, before any report is due again', async () => {
    const { run, inbox, environment } = await start({ OTEL_METRICS_EXPORTER: 'prometheus' });
    await run();

    const exposition = parseExposition((await run('metrics')).stdout);
    startProcess(process.execPath, ['dist/cli.js', 'serve'], {
      ...environment,
      GRAPH_ENDPOINT: 'http://127.0.0.1:1',
      OTEL_METRICS_EXPORTER: 'prometheus,prometheus_remote_write',
      COLLECT_SCHEDULE: '* * * * * *',
      PORT: String(await freePort()),
    });

    await eventually(async () => expect(usageOf(seriesOf(inbox))).toEqual(usageOf(exposition)));
  });

  it('is spoken as its specification says', async () => {
    const { run, inbox } = await start({ PROMETHEUS_REMOTE_WRITE_HEADERS: 'Authorization=Basic%20eDp5' });

    await run();

    for (const { request } of inbox.received) {
      expect(request.headers).toMatchObject({
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
        authorization: 'Basic eDp5',
      });
    }
  });

  it.each([
    ['500', status(500)],
    ['429', status(429, { 'retry-after': '0.1' })],
    ['a dropped connection', drop],
  ])('is tried again after %s', async (_, respond) => {
    const { run, inbox } = await start();
    inbox.respond = first(1, respond, status(204));

    expect(await run()).toMatchObject({ status: 0 });
    expect(inbox.received[1]?.body).toEqual(inbox.received[0]?.body);
  });

  it.each([
    [400, 'its own log says what it refuses; no other exporter may write the same series'],
    [403, 'the credential in PROMETHEUS_REMOTE_WRITE_HEADERS may not write there'],
  ])('is not tried again after %d; the next run brings what is missing', async (code, advice) => {
    const { run, inbox } = await start();
    inbox.respond = status(code);

    const failed = await run();
    const bodies = inbox.received.map(({ body }) => body.toString('hex'));
    Object.assign(inbox, { received: [], respond: status(204) });
    const next = await run();

    expect([failed.status, next.status]).toEqual([2, 0]);
    expect(bodies).toEqual([...new Set(bodies)]);
    expect(failed.stderr).toContain(`the remote-write endpoint returned ${code}`);
    expect(failed.stderr).toContain(advice);
    expect(usageOf(seriesOf(inbox))).toEqual(usageOf(parseExposition((await run('metrics')).stdout)));
  });

  it.each([
    [
      'a login page',
      reply(200, '<html>Sign in</html>', 'text/html'),
      'returned 200 with text/html, which does not say',
    ],
    [
      'a page of no stated type',
      reply(202, ' <!doctype html>'),
      'returned 202 with a body of no stated type, which does',
    ],
    [
      'an error in JSON',
      reply(200, '{"status":"error","error":"secret"}', 'application/json'),
      'with application/json,',
    ],
    [
      'a redirect',
      status(302, { location: 'https://login.example/?secret' }),
      'returned 302, a redirect to https://login.example,',
    ],
  ])('does not take %s for acceptance', async (_, respond, sentence) => {
    const { delivered, message, inbox } = await pushed(respond);

    expect([delivered, inbox.received.length]).toEqual([0, 1]);
    expect(message).toContain(`the remote-write endpoint `);
    expect(message).toContain(sentence);
    expect(message).toContain('check PROMETHEUS_REMOTE_WRITE_URL, a later run sends them again');
    expect(message).not.toContain('secret');
  });

  it("knows a proxy's 407, which the endpoint cannot mean", async () => {
    const { message } = await pushed(status(407));

    expect(message).toContain(
      'the remote-write endpoint did not respond: a proxy that no setting names returned 407 and wants a name and password; set HTTP_PROXY to http://<name>:<password>@<host>:<port>, percent-encoded',
    );
  });

  it.each([
    ['204', status(204)],
    ['an empty page', status(200)],
    ['JSON without an error', reply(202, '{"requestId":"1","errors":[]}', 'application/json')],
    ['a word', reply(200, 'OK', 'text/plain')],
  ])('takes %s for acceptance, since the protocol leaves the body open', async (_, respond) => {
    expect(await pushed(respond)).toMatchObject({ delivered: 1, message: undefined });
  });

  it.each(['X-Scope-OrgID', 'Authorization', 'api-key', 'address'])(
    'is another destination with another %s',
    (name) => {
      const target = (value: string) =>
        createRemoteWriteExporter({
          ...FAST,
          url: new URL(`http://${name === 'address' ? value : 'a'}`),
          headers: name === 'address' ? {} : { [name.toLowerCase()]: value },
        }).target;

      expect(target('secret')).toBe(target('secret'));
      expect(target('secret')).not.toBe(target('other'));
      expect(target('secret')).toMatch(/^[\w-]{22}$/);
    },
  );

  it('is repeated on schedule, from the store alone', async () => {
    const { run, inbox, environment } = await start();
    await run();
    inbox.received = [];
    const port = String(await freePort());
    startProcess(process.execPath, ['dist/cli.js', 'serve'], {
      ...environment,
      GRAPH_ENDPOINT: 'http://127.0.0.1:1',
      PUSH_SCHEDULE: '* * * * * *',
      PORT: port,
    });

    await eventually(async () => expect(inbox.received.length).toBeGreaterThan(2));

    const series = decodeWriteRequest(inbox.received.at(-1)?.body ?? Buffer.alloc(0));
    expect(series.flatMap(({ labels }) => labels.filter(([name]) => name === 'report_date'))).toEqual([]);
    expect(series.some(({ labels }) => labels.some(([, value]) => value === 'm365_groups_latest'))).toBe(true);
  });

  it('gives the token of the managed identity to the listed hosts, and to no other', async () => {
    const { inbox, origin } = await startReceiver(bearerOnly);
    const { environment } = await startTenant(() => undefined);
    Object.assign(process.env, environment);
    const getToken = (scope: string) =>
      requestToken(scope, AbortSignal.timeout(10_000), createCredential, 'remote write');
    const options = { ...FAST, url: new URL(origin), headers: {}, getToken };
    const tokenScopes = { '127.0.0.1': 'https://monitor.azure.com/.default' };

    expect(await pushTo(createRemoteWriteExporter({ ...options, tokenScopes }))).toMatchObject({ delivered: 1 });
    const { message } = await pushTo(createRemoteWriteExporter(options));

    expect(message).toContain('returned 401');
    expect(inbox.received.map(({ request }) => request.headers.authorization)).toEqual([`Bearer ${TOKEN}`, undefined]);
  });

  it('sends whole series in batches of at most two thousand samples', async () => {
    const { inbox, origin } = await startReceiver(status(204));
    const samples = Array.from({ length: 900 }, (_, index) => [index, index] as const);
    const series = Array.from({ length: 5 }, (_, index) => ({ name: `m365_${index}`, labels: {}, samples }));

    const write = createRemoteWriter<readonly TimeSeries[]>({ ...FAST, url: new URL(origin), headers: {} });
    await write(
      toSeriesBatches(series),
      (batch) => batch,
      () => {},
      AbortSignal.timeout(10_000),
    );

    expect(inbox.received.map(({ body }) => decodeWriteRequest(body).map((entry) => entry.samples.length))).toEqual([
      [900, 900],
      [900, 900],
      [900],
    ]);
  });
});

const FAST = { now: () => new Date(), sleep: async () => {}, getToken: async () => '' };

/** How the push of a point ended at an endpoint that responds so. */
async function pushed(respond: Respond) {
  const { inbox, origin } = await startReceiver(respond);
  return { inbox, ...(await pushTo(createRemoteWriteExporter({ ...FAST, url: new URL(origin), headers: {} }))) };
}

const bearerOnly: Respond = (response) => {
  response.writeHead(response.req.headers.authorization === `Bearer ${TOKEN}` ? 204 : 401).end();
};

async function start(settings: Readonly<Record<string, string>> = {}) {
  const { inbox, origin } = await startReceiver(status(204));
  const pulls = await startPulls(knownTenant().fileOf, {
    OTEL_METRICS_EXPORTER: 'prometheus,prometheus_remote_write',
    PROMETHEUS_REMOTE_WRITE_URL: `${origin}/api/v1/write`,
    ...settings,
  });
  return { ...pulls, inbox };
}

/** What was written, by name and labels. Fails on a series that was written twice. */
function seriesOf({ received }: Inbox): Map<string, number> {
  const all = new Map<string, number>();
  for (const { labels, samples } of received.flatMap(({ body }) => decodeWriteRequest(body))) {
    const { __name__: metric = '', ...rest } = Object.fromEntries(labels);
    const name = seriesName(metric, rest);
    if (all.has(name)) throw new Error(`twice: ${name}`);
    all.set(name, samples[0]?.[1] ?? Number.NaN);
  }
  return all;
}
