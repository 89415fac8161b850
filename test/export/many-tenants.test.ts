import { describe, expect, it } from 'vitest';
import { createFolderStore } from '../../src/store/folder.ts';
import { createPlanStore } from '../../src/tenants/plan-store.ts';
import { idOf, MARK, startFleet } from '../support/fleet.ts';
import { serveTls } from '../support/loopback.ts';
import { startManyTenants } from '../support/many-tenants.ts';
import { describeWith } from '../support/programs.ts';
import { decodeOtlp, decodeWriteRequest, resourceOfOtlp } from '../support/protobuf.ts';
import { type Inbox, receiver, startReceiver } from '../support/receiver.ts';
import { eventually, freePort, startProcess } from '../support/run.ts';

const KEYS = ['t1', 't2', 't3'];

/** Three tenants, each with numbers of its own, pulled at once and pushed to what the settings name. */
async function pushThree(settings: Readonly<Record<string, string>>) {
  const started = await startFleet({ settings });
  await started.declare(3);
  const runs = await Promise.all(KEYS.map((key) => started.fleet.pull(key, { log: started.log })));
  expect(runs.map((run) => run?.ending)).toEqual(KEYS.map(() => expect.objectContaining({ state: 'healthy' })));
  return started;
}

/** The keys by which the numbers of a tenant are marked. */
function markOf(value: number): string {
  return `t${Math.floor(value / MARK)}`;
}

describe('three tenants', () => {
  it('are written remotely with the label and the header of each', async () => {
    const { inbox, origin } = await startReceiver();
    await pushThree({
      OTEL_METRICS_EXPORTER: 'prometheus_remote_write',
      PROMETHEUS_REMOTE_WRITE_URL: `${origin}/api/v1/push`,
      PROMETHEUS_REMOTE_WRITE_HEADERS: 'X-Scope-OrgID=customer-{tenant},Authorization=Basic%20eDp5',
    });

    const written = inbox.received.flatMap(({ request, body }) =>
      decodeWriteRequest(body).map(({ labels, samples }) => ({
        ...Object.fromEntries(labels),
        scope: request.headers['x-scope-orgid'],
        value: samples[0]?.[1] ?? 0,
      })),
    );
    expect(new Set(written.map(({ scope }) => scope))).toEqual(new Set(KEYS.map((key) => `customer-${key}`)));
    for (const series of written)
      expect(series).toMatchObject({ scope: `customer-${'tenant' in series && series.tenant}` });
    const usage = written.filter((series) => '__name__' in series && series.__name__ === 'm365_groups_latest');
    expect(usage.map((series) => 'tenant' in series && series.tenant).toSorted()).toEqual(KEYS);
    for (const series of usage) expect(series).toMatchObject({ tenant: markOf(series.value) });
    for (const { request } of inbox.received) expect(request.headers.authorization).toBe('Basic eDp5');
  });

  it('are sent by OTLP with the label, resource and header of each', async () => {
    const { inbox, origin } = await startReceiver();
    await pushThree({
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: origin,
      OTEL_EXPORTER_OTLP_HEADERS: 'X-Scope-OrgID={tenant}',
      OTEL_RESOURCE_ATTRIBUTES: 'team=usage',
    });

    expect(inbox.received.map(({ request }) => request.headers['x-scope-orgid']).toSorted()).toEqual(KEYS);
    for (const { request, body } of inbox.received) {
      const key = request.headers['x-scope-orgid'];
      expect(resourceOfOtlp(body)).toMatchObject({
        'service.name': 'm365-usage-exporter',
        'service.instance.id': key,
        'm365.tenant.key': key,
        team: 'usage',
      });
      const points = decodeOtlp(body);
      expect(new Set(points.map(({ attributes }) => attributes.tenant))).toEqual(new Set([key]));
      expect(markOf(points.find(({ name }) => name === 'm365_groups_latest')?.value ?? 0)).toBe(key);
    }
  });
});

interface Envelope {
  readonly data: {
    readonly baseData: { readonly metrics: readonly Metric[]; readonly properties: Record<string, string> };
  };
}
interface Metric {
  readonly name: string;
  readonly value: number;
}

const acceptAll: Inbox['respond'] = (response, body) => {
  const { length } = JSON.parse(body.toString());
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ itemsReceived: length, itemsAccepted: length, errors: [] }));
};

describeWith('openssl')('three tenants of a server', () => {
  it('are in Azure Monitor with the dimension of each, and nothing is repeated', async () => {
    const { run, certificate, environment, folder } = await startManyTenants();
    for (const [index, key] of KEYS.entries()) await run(`tenants add ${idOf(index + 1)} --key ${key}`);
    const inbox: Inbox = { received: [], respond: acceptAll };
    const written = await startReceiver();
    startProcess(process.execPath, ['dist/cli.js', 'serve'], {
      ...environment,
      PORT: String(await freePort()),
      PLAN_SCHEDULE: '* * * * * *',
      PUSH_SCHEDULE: '* * * * * *',
      OTEL_METRICS_EXPORTER: 'azure_monitor,prometheus_remote_write',
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-1111-2222-3333-444444444444;IngestionEndpoint=${await serveTls(receiver(inbox), certificate)}/`,
      PROMETHEUS_REMOTE_WRITE_URL: `${written.origin}/api/v1/write`,
    });
    const lists = async () => JSON.parse((await run('tenants list --json')).stdout);
    await eventually(async () => expect(await lists()).toMatchObject(KEYS.map((key) => ({ key, state: 'healthy' }))));

    const sent = inbox.received
      .flatMap(({ body }): readonly Envelope[] => JSON.parse(body.toString()))
      .flatMap(({ data: { baseData } }) => baseData.metrics.map((metric) => ({ ...metric, ...baseData.properties })));
    const usage = sent.filter(({ name }) => name === 'm365_groups_latest');
    expect(usage.map((metric) => 'tenant' in metric && metric.tenant).toSorted()).toEqual(KEYS);
    for (const metric of usage) expect(metric).toMatchObject({ tenant: markOf(metric.value) });

    // The health of all is pushed at each look, the numbers of a tenant only after its pull.
    const requestsOfTenants = () =>
      written.inbox.received.filter(({ body }) =>
        decodeWriteRequest(body).some(({ labels }) => new Map(labels).get('__name__') === 'm365_groups_latest'),
      ).length;
    const requests = requestsOfTenants();
    const looks = createPlanStore(createFolderStore(folder));
    const seen = new Set<string | undefined>();
    await eventually(async () => {
      seen.add((await looks.load())?.at);
      expect(seen.size).toBeGreaterThan(4);
    });
    expect(requests).toBe(KEYS.length);
    expect(requestsOfTenants()).toBe(requests);
  });

  it('a past that is filled in is the past of the tenant', async () => {
    const { run } = await startManyTenants();
    await run(`tenants add ${idOf(2)} --key t2`);
    await run('collect --tenant t2');
    const written = await startReceiver();
    const { inbox, origin } = await startReceiver();

    await run('backfill --tenant t2 --remote-write', {
      PROMETHEUS_REMOTE_WRITE_URL: `${written.origin}/api/v1/write`,
      PROMETHEUS_REMOTE_WRITE_HEADERS: 'X-Scope-OrgID={tenant}',
    });
    await run('backfill --tenant t2 --otlp', { OTEL_EXPORTER_OTLP_ENDPOINT: origin });

    const [request] = written.inbox.received;
    expect(request?.request.headers['x-scope-orgid']).toBe('t2');
    const labels = decodeWriteRequest(request?.body ?? Buffer.alloc(0)).map((series) =>
      Object.fromEntries(series.labels),
    );
    expect(labels).toEqual([
      { __name__: 'm365_groups_latest', tenant: 't2' },
      { __name__: 'm365_groups_active_latest', tenant: 't2' },
    ]);
    expect(resourceOfOtlp(inbox.received[0]?.body ?? Buffer.alloc(0))).toMatchObject({ 'm365.tenant.key': 't2' });
  });
});
