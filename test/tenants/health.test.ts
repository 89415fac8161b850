import { expect, it } from 'vitest';
import { isOfAnotherHour, toldTo } from '../../src/fleet/push-health.ts';
import { fleetFamilies } from '../../src/metrics/fleet-families.ts';
import { parseExposition } from '../support/exposition.ts';
import { credential, startFleet, tokenFor } from '../support/fleet.ts';
import { decodeWriteRequest } from '../support/protobuf.ts';
import { startReceiver, status } from '../support/receiver.ts';

const HOUR = 3600;

it('a tenant is late 12 hours after its next pull should have been or, enabled again, would have been; not one that is disabled or has never consented', async () => {
  const fleet = await startFleet({
    credentialOf:
      ({ key, id }) =>
      async () =>
        credential(tokenFor(id, key === 't2' ? [] : undefined)),
  });
  const { declare, log, get } = fleet;
  await declare(5);
  await fleet.fleet.declared.edit('t3', (entry) => ({ ...entry, settings: { PULL_INTERVAL_HOURS: '168' } }));
  for (const key of ['t1', 't2', 't3', 't4', 't5']) await fleet.fleet.pull(key, { log });
  await fleet.fleet.declared.edit('t1', (entry) => ({ ...entry, enabled: false }));
  await fleet.fleet.declared.edit('t4', (entry) => ({ ...entry, name: 7 }));
  await fleet.fleet.declared.edit('t5', (entry) => ({ ...entry, enabledAt: '2999-01-31T12:00:00.000Z' }));

  const series = parseExposition((await get('/metrics/_fleet')).body.toString());
  const of = (name: string, tenant: string) => series.get(`m365_tenant_${name}_timestamp_seconds{tenant="${tenant}"}`);
  const pulled = of('last_success', 't3') ?? Number.NaN;

  expect(of('pull_due', 't3')).toBeCloseTo(pulled + (168 + 12) * HOUR, 0);
  expect(of('pull_due', 't5')).toBe(Date.UTC(2999, 0, 31, 12) / 1000 + 36 * HOUR);
  expect(of('last_success', 't5')).toBeCloseTo(pulled, -2);
  expect([of('pull_due', 't1'), of('pull_due', 't2')]).toEqual([0, 0]);
  expect([of('waiting_since', 't1'), of('waiting_since', 't3'), of('last_success', 't2')]).toEqual([0, 0, undefined]);
  expect(Math.abs((of('waiting_since', 't2') ?? 0) - Date.now() / 1000)).toBeLessThan(HOUR);
  // What was right before is missed.
  expect(Math.abs((of('pull_due', 't4') ?? 0) - pulled - 36 * HOUR)).toBeLessThan(HOUR);
  expect(series.get('m365_tenant_state{state="misdeclared",tenant="t4"}')).toBe(1);
});

it('who is pushed to is told of the fleet at every look, and one that does not answer keeps nobody from being pulled', async () => {
  const { inbox, origin } = await startReceiver(status(400));
  const { fleet, declare, log, lines } = await startFleet({
    settings: {
      OTEL_METRICS_EXPORTER: 'prometheus,prometheus_remote_write',
      PROMETHEUS_REMOTE_WRITE_URL: `${origin}/api/v1/write`,
      PROMETHEUS_REMOTE_WRITE_HEADERS: 'X-Scope-OrgID={tenant}',
    },
  });
  await declare(1);

  expect(await fleet.enqueue(log)).toEqual(['t1']);
  expect(lines.filter((line) => line.startsWith('warn'))).toEqual([
    expect.stringMatching(/^warn prometheus_remote_write: the health of the fleet was not accepted: .*400/),
  ]);
  inbox.respond = status(204);
  inbox.received = [];
  await fleet.plan(log);

  const names = inbox.received.flatMap(({ body }) => decodeWriteRequest(body).map(({ labels }) => new Map(labels)));
  const said = names.map((labels) => `${labels.get('__name__')} ${labels.get('tenant') ?? '-'}`);
  expect(said).toContain('m365_plan_last_run_timestamp_seconds -');
  expect(said).toContain('m365_tenant_info t1');
  expect(inbox.received[0]?.request.headers['x-scope-orgid']).toBe('_fleet');
});

it('Azure Monitor, which is paid for by the row, is told of each tenant once an hour only', () => {
  const one = { key: 't1', name: 'T', state: 'healthy', finishedAt: undefined, waitingSince: undefined } as const;
  const families = fleetFamilies({
    counts: new Map([['healthy', 1]]),
    tenants: [{ ...one, pulledAt: undefined, reports: undefined, pullIntervalHours: 24 }],
    plannedAt: '2026-01-31T12:00:00.000Z',
  });
  const told = (isMarked: boolean, isFirst: boolean) =>
    new Set(toldTo({ isMarked }, families, isFirst).map(({ point }) => point.labels.tenant));

  expect(told(true, false)).toEqual(new Set([undefined]));
  expect(told(true, true)).toEqual(new Set([undefined, 't1']));
  expect(told(false, false)).toEqual(new Set([undefined, 't1']));
  expect(isOfAnotherHour(undefined, '2026-01-31T12:00:00.000Z')).toBe(true);
  expect(isOfAnotherHour('2026-01-31T12:55:00.000Z', '2026-01-31T12:59:59.999Z')).toBe(false);
  expect(isOfAnotherHour('2026-01-31T12:55:00.000Z', '2026-01-31T13:00:01.000Z')).toBe(true);
});
