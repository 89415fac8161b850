import { expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import { type Deployed, FUNCTION_KEY, functionApp } from '../support/deployed-app.ts';
import { fakePrograms, type Output } from '../support/fake-programs.ts';
import { describeWith } from '../support/programs.ts';

const now = () => Date.now() / 1000;

describeWith('bash', 'curl')('smoke-test.sh', () => {
  it('waits for a run that began after it, and passes when every report is healthy', async () => {
    const lastRun = newFromTheSecond(now() - 2 * 86_400);

    const { status, stdout, requests } = await smokeTest({ outcomes: ['healthy', 'healthy'], lastRun, rendered: now });

    expect(status).toBe(0);
    expect(requests).toEqual(['GET /healthz', 'GET /healthz', 'GET /metrics']);
    expect(stdout).toMatch(/^2 of 2 reports are healthy; the last run finished at \S+ UTC\.\n$/);
  });

  it('fails when no run finishes, and says what /healthz said', async () => {
    const { status, stderr } = await smokeTest({ outcomes: [], lastRun: () => undefined }, { RUN_SECONDS: '2' });

    expect(status).toBe(1);
    expect(stderr).toMatch(/^No run has finished: .*"last_run":null/);
  });

  it('does not take yesterday’s run for a new one where a report failed', async () => {
    const { status, stderr } = await smokeTest(
      { outcomes: ['healthy', 'server'], lastRun: () => now() - 3600 },
      { RUN_SECONDS: '2' },
    );

    expect(status).toBe(1);
    expect(stderr).toMatch(/^No run has finished/);
  });

  it.each([
    ['3 hours', {}, 3, 0],
    ['24 hours', {}, 24, 1],
    ['3 days of 7', { PULL_INTERVAL_HOURS: '168' }, 72, 0],
  ])(
    'where nothing was due, as all are healthy since %s, no run is waited for',
    async (_age, settings, hours, expected) => {
      const lastRun = () => now() - hours * 3600;

      const { status, stdout } = await smokeTest({ outcomes: ['healthy'], lastRun, settings }, { RUN_SECONDS: '2' });

      expect(status).toBe(expected);
      expect(stdout.includes('No report was due')).toBe(expected === 0);
    },
  );

  it('tells each failing report with its reason', async () => {
    const { status, stderr } = await smokeTest({ outcomes: ['unauthorized', 'healthy', 'download'], lastRun: now });

    expect(status).toBe(1);
    expect(stderr.split('\n')).toEqual([
      `${reports[0]?.name}: unauthorized`,
      `${reports[2]?.name}: download`,
      expect.stringMatching(/^2 of 3 reports failed: infra\/alerts\/runbooks\/M365ReportPullFailing\.md/),
      '',
    ]);
  });

  it('judges what /metrics says of the run, not of the one before', async () => {
    const rendered = newFromTheSecond(now() - 86_400);

    const { status, requests } = await smokeTest({ outcomes: ['healthy', 'healthy'], lastRun: now, rendered });

    expect(status).toBe(0);
    expect(requests).toEqual(['GET /healthz', 'GET /metrics', 'GET /metrics']);
  });

  it.each(['not_available', 'not_onboarded'] as const)('%s is only reported', async (reason) => {
    const { status, stdout, stderr } = await smokeTest({ outcomes: ['healthy', reason], lastRun: now });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`${reports[1]?.name}: ${reason}.`);
  });

  it.each(['not_available', 'not_onboarded'] as const)(
    '%s fails it where the report was read before',
    async (reason) => {
      const { status, stderr } = await smokeTest({ outcomes: ['healthy', reason], lastRun: now, wasRead: true });

      expect(status).toBe(1);
      expect(stderr).toContain(`${reports[1]?.name}: ${reason}\n1 of 2 reports failed`);
    },
  );

  it.each([
    [
      'that may not be read',
      { stderr: '(AuthorizationFailed) x', status: 1 },
      /^The settings of app cannot be read: this needs the role Contributor, or Website Contributor, on it\.\n$/,
      'appsettings',
    ],
    [
      'that is not there',
      { json: { functionKeys: {} } },
      /^There is no function key default of app: 'az functionapp keys set .*' makes one\.\n$/,
      'keys list',
    ],
  ])('a thing %s is reported at once', async (_what, output, sentence, args) => {
    const { status, stderr } = await smokeTest({ outcomes: ['healthy'], lastRun: now }, {}, [
      { program: 'az', args, ...output },
    ]);

    expect(status).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it('fails when the timer is not listed', async () => {
    const { status, stderr } = await smokeTest({ outcomes: ['healthy'], lastRun: now, functions: ['metrics'] });

    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^No timer function is listed \(collect, or plan of many tenants\): run 'bash infra\/scripts\/first-pull\.sh rg app'/,
    );
  });

  it.each([
    ['all are healthy', ['healthy', 'healthy'], {}, 0],
    ['one is not', ['healthy', 'server'], {}, 1],
    ['as many are healthy as MIN_HEALTHY asks for', ['healthy', 'server'], { MIN_HEALTHY: '1' }, 0],
    ['one is not offered', ['healthy', 'not_onboarded'], {}, 0],
    ['none is selected', [], {}, 1],
  ] as const)('behind Entra /healthz decides: %s', async (_case, outcomes, environment, expected) => {
    const settings = { HTTP_AUTH: 'anonymous' };

    const { status, requests, calls } = await smokeTest({ outcomes, lastRun: now, settings }, environment);

    expect(status).toBe(expected);
    expect(new Set(requests)).toEqual(new Set(['GET /healthz']));
    expect(calls.filter((args) => args.includes('keys'))).toEqual([]);
  });
});

const MANY = ['healthz', 'plan', 'pull', 'poison', 'targets'];

describeWith('bash', 'curl')('smoke-test.sh of many tenants', () => {
  it.each([
    [{}, {}, 0, '0 of 0 tenants are healthy, 0 wait and 0 fail'],
    [{ new: 2, waiting_for_consent: 1 }, {}, 0, '0 of 3 tenants are healthy, 3 wait and 0 fail'],
    [{ healthy: 5, unauthorized: 1, disabled: 1 }, {}, 0, '5 of 7 tenants are healthy, 0 wait and 1 fail'],
    [{ unauthorized: 3 }, {}, 1, 'Only 0 of 3 tenants are healthy, and 3 fail'],
    [{ healthy: 5, failing: 1 }, { MIN_HEALTHY: '6' }, 1, 'Only 5 of 6 tenants are healthy, and 1 fail'],
  ])('of %j and %j', async (tenants, environment, expected, sentence) => {
    const at = newFromTheSecond(now() - 3600);
    const plan = () => ({ at: new Date(at() * 1000).toISOString(), tenants });

    const { status, stdout, stderr, requests } = await smokeTest(
      { outcomes: [], lastRun: () => undefined, functions: MANY, plan },
      environment,
    );

    expect(status).toBe(expected);
    expect(`${stdout}${stderr}`).toContain(sentence);
    expect(requests).toEqual(['GET /healthz', 'GET /healthz']);
  });

  it('fails when nobody looks who is due', async () => {
    const deployed = { outcomes: [], lastRun: () => undefined, functions: MANY, plan: () => undefined };

    const { status, stderr } = await smokeTest(deployed, { RUN_SECONDS: '1' });

    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Nobody has looked which tenants are due: look at the log stream of app; .*"last_plan":null/,
    );
  });
});

/** An old time for who asks first, then the present one. */
function newFromTheSecond(old: number, times = [old]): () => number {
  return () => times.pop() ?? now();
}

/** Whatever happens, the key is nowhere to be seen. */
async function smokeTest(
  deployed: Deployed,
  environment: Readonly<Record<string, string>> = {},
  first: readonly Output[] = [],
) {
  const { outputs, requests } = await functionApp(deployed);
  const programs = await fakePrograms([...first, ...outputs]);
  const more = { RUN_SECONDS: '30', ...environment };
  const ended = await programs.run(['bash', 'infra/scripts/smoke-test.sh', 'rg', 'app'], more);
  expect(ended.stdout + ended.stderr + (await programs.visible())).not.toContain(FUNCTION_KEY);
  const calls = (await programs.calls()).map(({ args }) => args.join(' '));
  return { ...ended, requests, calls };
}
