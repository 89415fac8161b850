import { expect, it } from 'vitest';
import { type Deployed, functionApp, MASTER_KEY } from '../support/deployed-app.ts';
import { fakePrograms, type Output } from '../support/fake-programs.ts';
import { describeWith } from '../support/programs.ts';

const NOTHING: Pick<Output, 'args' | 'stderr' | 'times'> = { args: '^$' };
const EMPTY: Deployed = { outcomes: [], lastRun: () => undefined };

describeWith('bash', 'curl')('first-pull.sh', () => {
  it('syncs the triggers, waits for the timer, starts it with the master key and says where to look', async () => {
    const { status, stdout, requests, calls, origin } = await firstPull(EMPTY, { listedAfter: 2 });

    expect(status).toBe(0);
    expect(requests).toEqual(['POST /admin/functions/collect {"input":""}']);
    expect(calls.map((args) => args.replace(/ --(resource-group|query|output) .*/, ''))).toEqual([
      'functionapp show',
      'cloud show',
      'rest --method post --url https://management.azure.com/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/app/syncfunctiontriggers?api-version=2025-03-01',
      'functionapp function list',
      'functionapp function list',
      'functionapp function list',
      'functionapp keys list',
    ]);
    for (const path of ['/', '/metrics', '/healthz']) expect(stdout).toContain(`  ${origin}${path} `);
  });

  it('of many tenants starts the plan, also where the timer of one is still listed', async () => {
    const functions = ['collect', 'healthz', 'plan', 'pull', 'poison', 'targets'];

    const { status, stdout, requests, origin } = await firstPull({ ...EMPTY, functions });

    expect(status).toBe(0);
    expect(requests).toEqual(['POST /admin/functions/plan {"input":""}']);
    for (const path of ['/', '/targets', '/healthz']) expect(stdout).toContain(`  ${origin}${path} `);
  });

  it('gives up when only the HTTP functions are listed', async () => {
    const { status, stderr, requests } = await firstPull(
      { ...EMPTY, functions: ['healthz', 'metrics', 'status'] },
      { seconds: 2 },
    );

    expect(status).toBe(1);
    expect(stderr).toMatch(/^No timer function is listed \(collect, or plan of many tenants\): look for the reason/);
    expect(requests).toEqual([]);
  });

  it('asks again while the host is starting', async () => {
    const { status, requests } = await firstPull({ ...EMPTY, collect: [404, 503, 202] });

    expect(status).toBe(0);
    expect(requests).toHaveLength(3);
  });

  it('says so at once when collect is refused', async () => {
    const { status, stderr, requests } = await firstPull({ ...EMPTY, collect: [403] });

    expect(status).toBe(1);
    expect(stderr).toMatch(/^The function collect was not started but answered 403: look at the log stream/);
    expect(requests).toHaveLength(1);
  });

  it.each(['functionapp show', 'rest --method post', 'functionapp function list', 'functionapp keys list'])(
    'asks again where a starting host lets Resource Manager refuse %s',
    async (command) => {
      const stderr = 'Bad Request: Encountered an error (ServiceUnavailable) from host runtime.';

      const { status, requests } = await firstPull(EMPTY, { failing: { args: `^${command}`, stderr, times: 2 } });

      expect(status).toBe(0);
      expect(requests).toHaveLength(1);
    },
  );

  it.each([
    ['functionapp show', 'The function app app cannot be read: this needs the role Reader, or more, on it.'],
    [
      'rest --method post',
      'The triggers of app cannot be synchronised: this needs the role Contributor, or Website Contributor, on it.',
    ],
    ['functionapp function list', 'The functions of app cannot be listed: this needs the role Reader, or more, on it.'],
    [
      'functionapp keys list',
      'The master key of app cannot be read: this needs the role Contributor, or Website Contributor, on it.',
    ],
  ])('says at once which role %s takes', async (command, sentence) => {
    const failing = { args: `^${command}`, stderr: '(AuthorizationFailed) The client x does not have authorization' };

    const { status, stderr, requests } = await firstPull(EMPTY, { failing });

    expect({ status, stderr, requests }).toEqual({ status: 1, stderr: `${sentence}\n`, requests: [] });
  });

  it('says what az said where asking again did not help', async () => {
    const failing = { args: '^functionapp keys list', stderr: 'ERROR: Operation returned an invalid status\n503\n' };

    const { status, stderr } = await firstPull(EMPTY, { failing, seconds: 1 });

    expect(status).toBe(1);
    expect(stderr).toBe(
      'The master key of app cannot be read, although it was tried again and again. az said: Operation returned an invalid status 503\n',
    );
  });

  it('says which role is missing when the triggers cannot be synchronised', async () => {
    const { outputs } = await functionApp(EMPTY);
    const failing = { program: 'az', args: '^rest', stderr: 'AuthorizationFailed\n', status: 1 };
    const programs = await fakePrograms([failing, ...outputs]);

    const { status, stderr } = await programs.run(['bash', 'infra/scripts/first-pull.sh', 'rg', 'app']);

    expect(status).toBe(1);
    expect(stderr).toMatch(/cannot be synchronised: this needs the role Contributor/);
  });
});

/** Whatever happens, the key is nowhere to be seen. */
async function firstPull(deployed: Deployed, { listedAfter = 0, seconds = 30, failing = NOTHING } = {}) {
  const { origin, outputs, requests } = await functionApp(deployed);
  const notYet = { program: 'az', args: '^functionapp function list', json: [], times: listedAfter };
  const programs = await fakePrograms([{ program: 'az', status: 1, ...failing }, notYet, ...outputs]);
  const ended = await programs.run(['bash', 'infra/scripts/first-pull.sh', 'rg', 'app'], {
    TIMER_SECONDS: String(seconds),
  });
  expect(ended.stdout + ended.stderr + (await programs.visible())).not.toContain(MASTER_KEY);
  const calls = (await programs.calls()).map(({ args }) => args.join(' '));
  return { ...ended, origin, requests, calls };
}
