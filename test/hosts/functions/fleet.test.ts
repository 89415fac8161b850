import { expect, it } from 'vitest';
import { callApp } from '../../support/call-app.ts';

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

it('a Function app of one tenant registers nothing of it', async () => {
  expect(Object.keys(await bindingsWith({ TENANTS: '' })).toSorted()).toEqual([
    'collect',
    'healthz',
    'metrics',
    'status',
  ]);
});
