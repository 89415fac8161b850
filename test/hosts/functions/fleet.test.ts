import { expect, it } from 'vitest';
import { startAzurite } from '../../support/azurite.ts';
import { callApp } from '../../support/call-app.ts';
import { startFleet } from '../../support/fleet.ts';

/** The bindings of each function, without their names. */
async function bindingsWith(settings: Readonly<Record<string, string>>) {
  const [registered] = await callApp(['bindings'], settings);
  const entries = Object.entries(registered?.bindings ?? {});
  return Object.fromEntries(entries.map(([name, bindings]) => [name, Object.values(bindings)]));
}

const http = (route: string, authLevel: string) => [
  expect.objectContaining({ type: 'httpTrigger', route, authLevel }),
  expect.objectContaining({ type: 'http' }),
];

const PATHS = {
  metrics: http('metrics', 'function'),
  tenantMetrics: http('metrics/{tenant}', 'function'),
  targets: http('targets', 'function'),
  tenantStatus: http('tenants/{tenant}', 'function'),
  status: http('{ignored:maxlength(0)?}', 'function'),
  healthz: http('healthz', 'anonymous'),
  consented: http('consented', 'anonymous'),
};

it('a Function app of many tenants says by timer who is due, and pulls by queue', async () => {
  const queue = { queueName: 'tenant-pulls', connection: 'AzureWebJobsStorage' };

  expect(await bindingsWith({ TENANTS: 'store' })).toEqual({
    plan: [
      expect.objectContaining({ type: 'timerTrigger', schedule: '0 */5 * * * *' }),
      expect.objectContaining({ type: 'queue', direction: 'out', ...queue }),
    ],
    pull: [expect.objectContaining({ type: 'queueTrigger', ...queue })],
    poison: [expect.objectContaining({ type: 'queueTrigger', ...queue, queueName: 'tenant-pulls-poison' })],
    ...PATHS,
  });
});

it('without a queue it pulls by timer, and one that only serves has neither', async () => {
  const pool = await bindingsWith({ TENANTS: 'store', TENANT_DISPATCH: 'pool', PLAN_SCHEDULE: '0 3 * * * *' });
  const none = await bindingsWith({ TENANTS: 'store', TENANT_DISPATCH: 'none' });

  expect(pool).toEqual({
    plan: [expect.objectContaining({ type: 'timerTrigger', schedule: '0 3 * * * *' })],
    ...PATHS,
  });
  expect(none).toEqual(PATHS);
});

it.each([{}, { TENANTS: '' }])(
  'a Function app of one tenant registers what it did before there were many: %o',
  async (settings) => {
    const properties = { supportsDeferredBinding: 'false' };
    const name = expect.any(String);
    const at = (route: string, authLevel: string) => [
      { type: 'httpTrigger', direction: 'in', route, methods: ['GET', 'HEAD'], authLevel, name, properties },
      { type: 'http', direction: 'out', name },
    ];

    expect(await bindingsWith(settings)).toEqual({
      collect: [{ type: 'timerTrigger', direction: 'in', schedule: '0 10 * * * *', name, properties }],
      metrics: at('metrics', 'function'),
      status: at('{ignored:maxlength(0)?}', 'function'),
      healthz: at('healthz', 'anonymous'),
    });
  },
);

it('a Function app of many tenants serves each under its key alone, and all that there are to scrape', async () => {
  const settings = { HISTORY_STORE: 'blob:usage-reports', AzureWebJobsStorage: await startAzurite() };
  const { fleet, declare, log, environment } = await startFleet({ settings });
  await declare(2);
  for (const key of ['t1', 't2']) await fleet.pull(key, { log });
  await fleet.plan(log);
  const nobody = ['T1', '..', '../t1', 't1/exposition', '_tenants', '%2e%2e', 't3', 'constructor', 'a'.repeat(10_240)];

  const [first, second, health, page, targets, metrics, healthz, consented, ...others] = await callApp(
    [
      ...['tenantMetrics:t1', 'tenantMetrics:t2', 'tenantMetrics:_fleet', 'tenantStatus:t1'],
      ...['targets', 'metrics', 'healthz', 'consented'],
      ...nobody.flatMap((key) => [`tenantMetrics:${key}`, `tenantStatus:${key}`]),
    ].map((call) => `http:${call}`),
    { ...environment, WEBSITE_HOSTNAME: 'usage.example.net' },
  );

  expect(first?.body).toMatch(/^m365_groups_latest.* 1000000$/m);
  expect(second?.body).toMatch(/^m365_groups_latest.* 2000000$/m);
  expect(health?.body).toContain('m365_tenants{state="healthy"} 2');
  expect(page?.body).toContain('<h1>Microsoft 365 usage: t1</h1>');
  const targetsOf = JSON.parse(targets?.body ?? '');
  expect(targetsOf.map(({ labels }: { labels: Record<string, string> }) => labels.__metrics_path__)).toEqual([
    '/metrics/_fleet',
    '/metrics/t1',
    '/metrics/t2',
  ]);
  expect(new Set(targetsOf.flatMap(({ targets }: { targets: string[] }) => targets))).toEqual(
    new Set(['usage.example.net']),
  );
  expect(metrics?.status).toBe(404);
  expect(JSON.parse(healthz?.body ?? '')).toMatchObject({ tenants: { declared: 2, healthy: 2 } });
  expect(consented).toMatchObject({ status: 200, body: expect.stringContaining('You may close this window') });
  expect(others.map(({ status }) => status)).toEqual(others.map(() => 404));
});
