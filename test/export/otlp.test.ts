import { expect, it } from 'vitest';
import { parseExposition, seriesName, usageOf } from '../support/exposition.ts';
import { knownTenant } from '../support/known-tenant.ts';
import { decodeOtlp } from '../support/protobuf.ts';
import { startPulls } from '../support/pulls.ts';
import { reply, startReceiver, status } from '../support/receiver.ts';

it('brings every point, dated ones at their own date', async () => {
  const { run, inbox } = await start();

  expect(await run()).toMatchObject({ status: 0 });

  const points = inbox.received.flatMap(({ body }) => decodeOtlp(body));
  const sent = new Map(points.map(({ name, attributes, value }) => [seriesName(name, attributes), value]));
  expect(sent.size).toBe(points.length);
  expect(usageOf(sent)).toEqual(usageOf(parseExposition((await run('metrics')).stdout)));
  for (const { attributes, time } of points) {
    const isOwn = attributes.report_date !== undefined;
    expect(isOwn ? time : Math.abs(time - Date.now()) < 60_000).toEqual(
      isOwn ? Date.parse(attributes.report_date ?? '') : true,
    );
  }
  expect(inbox.received[0]?.request.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    'x-key': 'secret',
  });
});

/** `partial_success { rejected_data_points: 7 }`: https://opentelemetry.io/docs/specs/otlp/#partial-success */
const partial = reply(200, [0x0a, 0x02, 0x08, 0x07], 'application/x-protobuf');

it.each([
  ['rejects a part of them for good', partial, 'the OTLP receiver rejected 7 points for good', false],
  ['returns 400', status(400), 'the OTLP receiver returned 400', true],
])('fails the run when the receiver %s, and sends again only what may be', async (_, respond, message, isSentAgain) => {
  const { run, inbox } = await start();
  inbox.respond = respond;

  const failed = await run();
  Object.assign(inbox, { received: [], respond: status(200) });
  const next = await run();

  expect([failed.status, next.status]).toEqual([2, 0]);
  expect(failed.stderr).toContain(message);
  expect(failed.stderr).not.toContain('secret');
  const names = inbox.received.flatMap(({ body }) => decodeOtlp(body)).map(({ attributes }) => attributes.report_date);
  expect(names.filter((date) => date !== undefined).length > 400).toBe(isSentAgain);
});

it('is not in the metrics any more once it is not named any more, without another pull', async () => {
  const { run } = await start();
  await run();

  const before = (await run('metrics')).stdout;
  const after = (await run('metrics', { OTEL_METRICS_EXPORTER: 'prometheus' })).stdout;

  expect(before).toContain('m365_export_success{exporter="otlp"} 1');
  expect(after).not.toContain('exporter="otlp"');
});

async function start() {
  const { inbox, origin } = await startReceiver();
  const settings = {
    OTEL_METRICS_EXPORTER: 'prometheus,otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: origin,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=secret',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  };
  return { inbox, ...(await startPulls(knownTenant().fileOf, settings)) };
}
