import { describe, expect, it } from 'vitest';
import { startAzurite } from '../../support/azurite.ts';
import { type Called, callApp } from '../../support/call-app.ts';
import { parseExposition } from '../../support/exposition.ts';
import { knownTenant } from '../../support/known-tenant.ts';
import { serve } from '../../support/loopback.ts';
import { decodeWriteRequest } from '../../support/protobuf.ts';
import { first, type Inbox, type Received, receiver, status } from '../../support/receiver.ts';
import { respondWithError, startTenant } from '../../support/tenant.ts';

describe('the Function app', () => {
  it('pulls by timer, and a second, cold process serves the scrape from the store alone', async () => {
    const known = knownTenant();
    const tenant = await startTenant(known.fileOf);
    const AzureWebJobsStorage = await startAzurite();
    const environment = { ...tenant.environment, AzureWebJobsStorage, WINDOW_DAYS: '180' };

    const [before, pulled, again, scraped] = await callApp(
      ['http:metrics', 'timer:collect', 'timer:collect', 'http:metrics'],
      environment,
    );
    const [cold, health] = await callApp(['http:metrics', 'http:healthz'], {
      ...environment,
      GRAPH_ENDPOINT: 'http://127.0.0.1:1',
    });

    expect(before).toMatchObject({ status: 503 });
    expect(pulled?.error).toBeUndefined();
    expect(pulled?.logs?.map(({ level }) => level)).toEqual(Array.from({ length: 5 }, () => 'information'));
    const fields = pulled?.logs?.map(({ message }) => JSON.parse(message.slice(message.indexOf(' {') + 1)));
    expect(fields?.find(({ report }) => report === 'getOffice365GroupsActivityGroupCounts')).toEqual({
      report: 'getOffice365GroupsActivityGroupCounts',
      outcome: 'success',
      seconds: expect.any(Number),
      rows: 180,
    });
    expect(again?.logs).toEqual([]);
    expect(tenant.graphRequests).toHaveLength(8);
    expect(scraped).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
      },
    });
    const expected = known.expected(180);
    expect(new Map([...parseExposition(scraped?.body ?? '')].filter(([name]) => expected.has(name)))).toEqual(expected);
    expect(cold?.body).toBe(scraped?.body);
    expect(JSON.parse(health?.body ?? '')).toMatchObject({ status: 'ok', reports: { selected: 5, healthy: 5 } });
  });

  it('fails the invocation, not the app, when a report fails', async () => {
    const known = knownTenant();
    const tenant = await startTenant((report, period) =>
      report === 'getOffice365GroupsActivityGroupCounts'
        ? (_request, response) => respondWithError(response, 403, 'S2SUnauthorized', '')
        : known.fileOf(report, period),
    );
    const AzureWebJobsStorage = await startAzurite();

    const [pulled, scraped] = await callApp(['timer:collect', 'http:metrics'], {
      ...tenant.environment,
      AzureWebJobsStorage,
    });

    expect(pulled?.error).toBe('failed: getOffice365GroupsActivityGroupCounts; the log says why');
    expect(scraped?.body).toContain('m365_report_pull_success{report="getOffice365GroupsActivityGroupCounts"} 0');
  });

  it('registers its paths at the root, with a key everywhere but at healthz; schedule and key follow the settings', async () => {
    const [registered] = await callApp(['bindings'], { COLLECT_SCHEDULE: '', HTTP_AUTH: '' });

    expect(triggersOf(registered)).toEqual({
      collect: expect.objectContaining({ type: 'timerTrigger', schedule: '0 10 * * * *' }),
      metrics: expect.objectContaining({ type: 'httpTrigger', route: 'metrics', authLevel: 'function' }),
      status: expect.objectContaining({ type: 'httpTrigger', route: '{ignored:maxlength(0)?}', authLevel: 'function' }),
      healthz: expect.objectContaining({ type: 'httpTrigger', route: 'healthz', authLevel: 'anonymous' }),
    });
    const [chosen] = await callApp(['bindings'], { COLLECT_SCHEDULE: '0 3 * * * *', HTTP_AUTH: 'anonymous' });
    expect(triggersOf(chosen)).toMatchObject({
      collect: { schedule: '0 3 * * * *' },
      metrics: { authLevel: 'anonymous' },
    });
  });

  it('repeats current values by a timer of its own where an exporter wants that, and only there', async () => {
    const inbox: Inbox = { received: [], respond: status(204) };
    const { tenant, environment } = await startPushing(inbox);

    const [registered, before, pulled, repeated] = await callApp(
      ['bindings', 'timer:push', 'timer:collect', 'timer:push'],
      environment,
    );
    const [without] = await callApp(['bindings'], { OTEL_METRICS_EXPORTER: 'prometheus,azure_monitor' });

    expect(triggersOf(registered)).toMatchObject({ push: { type: 'timerTrigger', schedule: '0 */2 * * * *' } });
    expect(triggersOf(without)).not.toHaveProperty('push');
    expect([before, pulled, repeated].map((called) => called?.error)).toEqual([undefined, undefined, undefined]);
    expect(inbox.received).toHaveLength(2);
    expect(tenant.graphRequests).toHaveLength(8);
  });

  it('brings after a rejected push the current values by the one timer, and what was missing by the other', async () => {
    const inbox: Inbox = { received: [], respond: first(1, status(400), status(204)) };
    const { tenant, environment } = await startPushing(inbox);

    const [rejected, repeated, again] = await callApp(['timer:collect', 'timer:push', 'timer:collect'], environment);

    expect([rejected, repeated, again].map((called) => called?.error)).toEqual([
      'failed: prometheus_remote_write; the log says why',
      undefined,
      undefined,
    ]);
    const datesOf = ({ body }: Received) =>
      decodeWriteRequest(body).flatMap(({ labels }) => labels.filter(([name]) => name === 'report_date'));
    expect(inbox.received.map((request) => datesOf(request).length > 0)).toEqual([true, false, true]);
    expect(tenant.graphRequests).toHaveLength(8);
  });

  it('loads with wrong settings, says so in the log and, without their values, in its responses', async () => {
    const environment = { REPORT_PERIOD: 'secret-value', HTTP_AUTH: 'open' };

    const [registered, health, scraped, pulled] = await callApp(
      ['bindings', 'http:healthz', 'http:metrics', 'timer:collect'],
      environment,
    );

    expect(triggersOf(registered)).toMatchObject({ metrics: { authLevel: 'function' } });
    for (const response of [health, scraped]) {
      expect(response?.status).toBe(503);
      expect(JSON.parse(response?.body ?? '')).toMatchObject({
        problem: 'these settings are wrong: REPORT_PERIOD, HTTP_AUTH, HISTORY_STORE; the log says what to do',
      });
      expect(response?.logs?.[0]?.message).toContain('REPORT_PERIOD is "secret-value"; use one of D7, D30, D90, D180');
    }
    expect(pulled?.error).toContain('REPORT_PERIOD is "secret-value"');
  });
});

/** A tenant whose numbers are written to an inbox. */
async function startPushing(inbox: Inbox) {
  const tenant = await startTenant(knownTenant().fileOf);
  const environment = {
    ...tenant.environment,
    AzureWebJobsStorage: await startAzurite(),
    OTEL_METRICS_EXPORTER: 'prometheus_remote_write',
    PROMETHEUS_REMOTE_WRITE_URL: await serve(receiver(inbox)),
  };
  return { tenant, environment };
}

function triggersOf(called: Called | undefined) {
  return Object.fromEntries(
    Object.entries(called?.bindings ?? {}).map(([name, bindings]) => [
      name,
      Object.values(bindings).find(({ type }) => String(type).endsWith('Trigger')),
    ]),
  );
}
