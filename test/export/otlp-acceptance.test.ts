import { describe, expect, it } from 'vitest';
import type { PushExporter } from '../../src/export/exporter.ts';
import { createOtlpExporter } from '../../src/export/otlp.ts';
import { serviceOf } from '../../src/export/to-resource-metrics.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { knownTenant } from '../support/known-tenant.ts';
import { decodeOtlp } from '../support/protobuf.ts';
import { startPulls } from '../support/pulls.ts';
import { first, type Inbox, pushTo, type Respond, reply, startReceiver, status } from '../support/receiver.ts';

const PROTOBUF = 'application/x-protobuf';

/** `partial_success { rejected_data_points: 3, error_message: "old" }` */
const rejecting = [0x0a, 0x07, 0x08, 0x03, 0x12, 0x03, 0x6f, 0x6c, 0x64];
const jsonRejection = JSON.stringify({ partialSuccess: { rejectedDataPoints: '9999', errorMessage: 'no' } });

describe('OTLP', () => {
  it.each([
    ['an empty message', reply(200, '', PROTOBUF)],
    ['nothing at all', status(200)],
    ['204', status(204)],
    ['a warning without a rejection', reply(200, [0x0a, 0x05, 0x12, 0x03, 0x6f, 0x6c, 0x64], PROTOBUF)],
    ['an unknown field', reply(200, [0x10, 0x01], `${PROTOBUF}; x=y`)],
  ])('takes %s for acceptance', async (_, respond) => {
    expect(await push(respond, 5)).toMatchObject({ delivered: 5, message: undefined });
  });

  it.each([
    [
      'JSON that rejects',
      reply(200, jsonRejection, 'application/json'),
      'returned 200 with application/json, which does',
    ],
    [
      'a login page',
      reply(200, '<html>Sign in</html>', 'text/html; charset=utf-8'),
      'returned 200 with text/html, which',
    ],
    ['a page of no stated type', reply(200, '<html>'), 'returned 200 with a body of no stated type, which does'],
    [
      'an empty page',
      reply(200, '', 'text/html'),
      'returned 200 with text/html, which does not say that it accepts the points',
    ],
    ['no protobuf', reply(200, 'OK, thank you', PROTOBUF), `returned 200 with ${PROTOBUF}, which does not say`],
    ['other protobuf', reply(200, [0x08, 0x01], PROTOBUF), `returned 200 with ${PROTOBUF}, which does not say`],
    [
      'half a message',
      reply(200, rejecting.slice(0, 4), PROTOBUF),
      `returned 200 with ${PROTOBUF}, which does not say`,
    ],
    [
      'a redirect',
      status(302, { location: 'https://login.example/?secret' }),
      'returned 302, a redirect to https://login.example,',
    ],
    ['404', status(404), '/v1/metrics is added to OTEL_EXPORTER_OTLP_ENDPOINT, and nothing to'],
    [
      '407',
      status(407),
      'did not respond: a proxy that no setting names returned 407 and wants a name and password; set',
    ],
    ['401', status(401), 'returned 401; put the credential that it wants into OTEL_EXPORTER_OTLP_HEADERS'],
    ['a rejection of every point', reply(200, [0x0a, 0x02, 0x08, 0x05], PROTOBUF), 'rejected every point; its own log'],
  ])('does not take %s for acceptance', async (_, respond, sentence) => {
    const { delivered, message } = await push(respond, 5);

    expect(delivered).toBe(0);
    expect(message).toContain(`the OTLP receiver `);
    expect(message).toContain(sentence);
    expect(message).not.toContain('secret');
  });

  it('reports how many points were rejected for good, and does not send those that were not again', async () => {
    expect(await push(reply(200, rejecting, PROTOBUF), 5)).toMatchObject({
      delivered: 5,
      message: 'the OTLP receiver rejected 3 points for good; its own log says why',
    });
  });

  it.each([
    ['acceptance before a page', first(1, reply(200, '', PROTOBUF), reply(200, '<html>', 'text/html')), 5_000, 2],
    ['a page before acceptance', first(1, reply(200, '<html>', 'text/html'), reply(200, '', PROTOBUF)), 0, 1],
    ['a rejection before acceptance', first(1, reply(200, rejecting, PROTOBUF), reply(200, '', PROTOBUF)), 6_000, 2],
    ['acceptance before garbage', first(1, reply(200, '', PROTOBUF), reply(200, 'garbage', PROTOBUF)), 5_000, 2],
  ])('judges each batch by its own response: %s', async (_, respond, delivered, requests) => {
    const pushed = await push(respond, 6_000);

    expect(pushed).toMatchObject({ delivered, message: expect.any(String) });
    expect(pushed.inbox.received).toHaveLength(requests);
  });

  it.each([429, 502, 503, 504])('is tried again after %d', async (code) => {
    const { delivered, inbox } = await push(first(1, status(code), status(200)), 5);

    expect(delivered).toBe(5);
    expect(inbox.received.map(({ body }) => decodeOtlp(body).length)).toEqual([5, 5]);
  });

  it.each([400, 401, 404, 500])('is not tried again after %d', async (code) => {
    expect((await push(first(1, status(code), status(200)), 5)).inbox.received).toHaveLength(1);
  });

  it('says that nobody is there', async () => {
    const exporter = exporterOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });

    expect(await pushTo(exporter)).toMatchObject({
      message:
        'the OTLP receiver did not respond: 127.0.0.1:1 refuses connections (ECONNREFUSED); check the address, its port, and the firewall, a later run tries again',
    });
  });

  it.each([
    ['another tenant', 'OTEL_EXPORTER_OTLP_HEADERS', 'X-Scope-OrgID=a', 'X-Scope-OrgID=b'],
    ['another key', 'OTEL_EXPORTER_OTLP_METRICS_HEADERS', 'api-key=secret', 'api-key=other'],
    ['another authorization', 'OTEL_EXPORTER_OTLP_HEADERS', 'Authorization=Basic%20secret', 'Authorization=Basic%20b'],
    ['another address', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'http://a', 'http://b'],
  ])('is another destination with %s, and keeps its headers to itself', (_, setting, one, other) => {
    const target = exporterOf({ [setting]: one }).target;

    expect(target).toBe(exporterOf({ [setting]: one }).target);
    expect(target).not.toBe(exporterOf({ [setting]: other }).target);
    expect(target).toMatch(/^[\w-]{22}$/);
  });
});

describe('a command that sends OTLP', () => {
  it('fails over a response that was not understood, and sends everything again later', async () => {
    const { run, inbox } = await start();
    inbox.respond = reply(200, jsonRejection, 'application/json');

    const failed = await run();
    const backfilled = await run(['backfill', '--otlp']);
    Object.assign(inbox, { received: [], respond: status(200) });
    const next = await run();

    expect([failed.status, backfilled.status, next.status]).toEqual([2, 2, 0]);
    const sentence =
      'the OTLP receiver returned 200 with application/json, which does not say that it accepts the points';
    expect(failed.stderr).toContain(`error otlp: ${sentence}`);
    expect(backfilled.stderr).toContain(sentence);
    expect(datedIn(inbox)).toBeGreaterThan(400);
  });

  it('brings the window to another tenant at the same address, and not again to the same', async () => {
    const { run, inbox } = await start();
    const counts: number[] = [];
    for (const tenant of ['a', 'b', 'b']) {
      inbox.received = [];
      await run('collect', { OTEL_EXPORTER_OTLP_HEADERS: `X-Scope-OrgID=${tenant}` });
      counts.push(datedIn(inbox));
    }

    expect(counts).toEqual([counts[0], counts[0], 0]);
    expect(counts[0]).toBeGreaterThan(400);
  });
});

/** How a push of so many points ended at a receiver that responds so. */
async function push(respond: Respond, size: number) {
  const { inbox, origin } = await startReceiver(respond);
  return { inbox, ...(await pushTo(exporterOf({ OTEL_EXPORTER_OTLP_ENDPOINT: origin }), size)) };
}

function exporterOf(settings: Readonly<Record<string, string>>): PushExporter {
  const config = readSettings({ OTEL_METRICS_EXPORTER: 'otlp', ...settings }, 'standalone');
  if (config.exportSettings.otlp === undefined) throw new Error('no settings');
  const service = serviceOf(config);
  return createOtlpExporter({
    settings: config.exportSettings.otlp,
    service,
    now: () => new Date(),
    sleep: async () => {},
  });
}

async function start() {
  const { inbox, origin } = await startReceiver();
  const settings = { OTEL_METRICS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: origin };
  return { inbox, ...(await startPulls(knownTenant().fileOf, settings)) };
}

function datedIn({ received }: Inbox): number {
  const points = received.flatMap(({ body }) => decodeOtlp(body));
  return points.filter(({ attributes }) => attributes.report_date !== undefined).length;
}
