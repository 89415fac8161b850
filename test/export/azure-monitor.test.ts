import { describe, expect, it } from 'vitest';
import { readVerdict } from '../../src/export/breeze-response.ts';
import type { MetricPoint } from '../../src/metrics/point.ts';
import { makeCertificate } from '../support/certificate.ts';
import { parseExposition, seriesName, usageOf } from '../support/exposition.ts';
import { knownTenant } from '../support/known-tenant.ts';
import { serveTls } from '../support/loopback.ts';
import { describeWith } from '../support/programs.ts';
import { startPulls } from '../support/pulls.ts';
import { drop, first, type Inbox, type Respond, receiver, reply, status } from '../support/receiver.ts';
import { TOKEN } from '../support/tenant.ts';

const KEY = '00000000-1111-2222-3333-444444444444';

describeWith('openssl')('Azure Monitor', () => {
  it('gets every point exactly once, with name, value and dimensions, authorised by Entra', async () => {
    const { run, inbox } = await start();

    expect(await run()).toMatchObject({ status: 0 });

    const { stdout } = await run('metrics');
    const sent = seriesOf(inbox);
    expect(usageOf(sent)).toEqual(usageOf(parseExposition(stdout)));
    expect(sent.size).toBeGreaterThan(500);
    expect(new Set(inbox.received.map(({ request }) => request.headers.authorization))).toEqual(
      new Set([`Bearer ${TOKEN}`]),
    );
    expect(stdout).toContain('m365_export_success{exporter="azure_monitor"} 1');
  });

  it.each([
    ['401', status(401), 'Azure Monitor returned 401'],
    ['429', status(429), 'Azure Monitor returned 429'],
    ['500', status(500), 'Azure Monitor returned 500'],
    ['a dropped connection', drop, 'Azure Monitor did not respond'],
    ['a login page', reply(200, '<html>', 'text/html'), 'Azure Monitor returned 200', ' a login page, a proxy'],
  ])('fails the run over %s, and gets what is missing with the next', async (_, respond, message, advice = '') => {
    const { run, inbox } = await start();
    inbox.respond = respond;

    const failed = await run();
    const failedMetrics = (await run('metrics')).stdout;
    Object.assign(inbox, { received: [], respond: acceptAll });
    const next = await run();

    expect([failed.status, next.status]).toEqual([2, 0]);
    expect(failed.stderr).toContain(`error azure_monitor: ${message}`);
    expect(failed.stderr).toContain(advice);
    expect(failedMetrics).toContain('m365_export_success{exporter="azure_monitor"} 0');
    expect(usageOf(seriesOf(inbox))).toEqual(usageOf(parseExposition((await run('metrics')).stdout)));
  });

  it('reports what ingestion sampling leaves out, and does not send it again: that is no failure', async () => {
    const { run, inbox } = await start();
    inbox.respond = rejecting({ statusCode: 206, message: 'Telemetry sampled out.' });

    const sampled = await run();
    Object.assign(inbox, { received: [], respond: acceptAll });
    const next = await run();

    expect([sampled.status, next.status]).toEqual([0, 0]);
    expect(sampled.stderr).toContain(
      'points were left out by ingestion sampling; set Data sampling of the Application Insights resource to 100 %',
    );
    expect([...seriesOf(inbox).keys()].filter((name) => name.includes('report_date='))).toEqual([]);
  });

  it('gets again what it took only in part, and nothing that it took', async () => {
    const { run, inbox } = await start();
    const rejected = [0, 3, 5];
    inbox.respond = first(1, allBut(rejected), status(400));

    const failed = await run();
    const taken = [...seriesOf({ ...inbox, received: inbox.received.slice(0, 1) }).keys()].filter(
      (_, index) => !rejected.includes(index),
    );
    Object.assign(inbox, { received: [], respond: acceptAll });
    const next = await run();

    expect([failed.status, next.status]).toEqual([2, 0]);
    expect(failed.stderr).toContain('Azure Monitor returned 206, 3 points were not accepted');
    const again = [...seriesOf(inbox).keys()].filter((name) => name.includes('report_date='));
    expect(again.filter((name) => taken.includes(name))).toEqual([]);
    const exposition = usageOf(parseExposition((await run('metrics')).stdout));
    const missing = [...exposition.keys()].filter((name) => name.includes('report_date=') && !taken.includes(name));
    expect(again.filter((name) => exposition.has(name)).toSorted()).toEqual(missing.toSorted());
  });
});

const rejecting = (error: { statusCode: number; message: string }): Respond => allBut([0, 3, 5], error);

describe('the response of Application Insights', () => {
  const sent = [0, 1, 2, 3].map((value): MetricPoint => {
    return { metric: { name: 'm365_groups', unit: '{group}', help: '' }, point: { labels: {}, value } };
  });
  const values = (points: readonly MetricPoint[]) => points.map(({ point }) => point.value);
  const errors = [
    { index: 0, statusCode: 206, message: 'Telemetry sampled out.' },
    { index: 1, statusCode: 400, message: 'Field time is older than the allowed min date' },
    { index: 2, statusCode: 500, message: 'Internal Server Error' },
  ];
  const body = (itemsAccepted: number, listed: readonly object[] = [], received = 4) =>
    JSON.stringify({ itemsReceived: received, itemsAccepted, errors: listed });

  it('tells what was kept, what was sampled out, and what is rejected for good', () => {
    const { delivered, sampledOut, invalid } = readVerdict(sent, { status: 206, body: body(1, errors) });

    expect([delivered, sampledOut, invalid].map(values)).toEqual([[3], [0], [1]]);
    expect(values(readVerdict(sent, { status: 200, body: body(4) }).delivered)).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['a login page', 200, '<html>'],
    ['nothing', 200, ''],
    ['JSON of something else', 200, '{"status":"ok"}'],
    ['a response to fewer points', 200, body(3, [], 3)],
    ['a number that contradicts the list', 206, body(4, errors)],
    ['204', 204, ''],
  ])('accepts nothing where it is %s', (_, status, text) => {
    expect(readVerdict(sent, { status, body: text })).toMatchObject({ delivered: [], isUnderstood: false });
  });
});

interface Envelope {
  readonly iKey: string;
  readonly data: {
    readonly baseData: {
      readonly metrics: readonly { readonly name: string; readonly value: number }[];
      readonly properties: Readonly<Record<string, string>>;
    };
  };
}

const acceptAll: Respond = (response, body) => {
  const count = JSON.parse(body.toString()).length;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ itemsReceived: count, itemsAccepted: count, errors: [] }));
};

function allBut(rejected: readonly number[], error = { statusCode: 500, message: 'later' }): Respond {
  return (response, body) => {
    const count = JSON.parse(body.toString()).length;
    const errors = rejected.filter((index) => index < count).map((index) => ({ index, ...error }));
    response.writeHead(206, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ itemsReceived: count, itemsAccepted: count - errors.length, errors }));
  };
}

/** An ingestion endpoint over https, a tenant, and the command between them. */
async function start() {
  const certificate = await makeCertificate();
  const inbox: Inbox = { received: [], respond: acceptAll };
  const endpoint = await serveTls(receiver(inbox), certificate);
  const settings = {
    OTEL_METRICS_EXPORTER: 'prometheus,azure_monitor',
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${KEY};IngestionEndpoint=${endpoint}/`,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD',
    NODE_EXTRA_CA_CERTS: certificate.file,
  };
  return { inbox, ...(await startPulls(knownTenant().fileOf, settings)) };
}

/** What was sent, by name and dimensions. Fails on a point that was sent twice. */
function seriesOf({ received }: Inbox): Map<string, number> {
  const series = new Map<string, number>();
  for (const { iKey, data } of received.flatMap(({ body }): readonly Envelope[] => JSON.parse(body.toString()))) {
    const [metric] = data.baseData.metrics;
    if (metric === undefined || iKey !== KEY) throw new Error('not one of our points');
    const { tenant, ...dimensions } = data.baseData.properties ?? {};
    if (tenant !== 'default') throw new Error(`${metric.name} is of the tenant ${tenant}`);
    const name = seriesName(metric.name, dimensions);
    if (series.has(name)) throw new Error(`twice: ${name}`);
    series.set(name, metric.value);
  }
  return series;
}
