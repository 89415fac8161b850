import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { functionApp } from '../support/deployed-app.ts';
import { fakePrograms, type Output } from '../support/fake-programs.ts';
import { shellSteps, withValues } from '../support/pipelines.ts';
import { describeWith } from '../support/programs.ts';
import { temporaryFolder } from '../support/run.ts';

const DEPLOY = '.github/workflows/deploy.yml';
const AZURE = 'infra/pipelines/azure-pipelines.yml';

const values = {
  'inputs.run-id': '41',
  'github.token': 'token',
  'vars.MIN_HEALTHY': '',
  ENVIRONMENT_NAME: 'm365',
};
const always = { AZURE_RESOURCE_GROUP: 'rg', GITHUB_REPOSITORY: 'owner/exporter', RUN_ID: '41' };
const deployment = { properties: { outputs: { functioN_APP_NAME: { value: 'app' } } } };
const endpoints = {
  resourceManager: 'https://management.azure.com/',
  appServiceResourceId: 'https://appservice.azure.com',
};
const azure: readonly Output[] = [
  { program: 'az', args: '^cloud show', json: { endpoints } },
  { program: 'az', args: '^account get-access-token', json: {} },
  { program: 'az', args: '^deployment group what-if', text: '+ Create\n' },
  { program: 'az', args: '^deployment group create', json: deployment },
  { program: 'az', args: '^functionapp deployment source config-zip', json: {} },
  { program: 'npm', args: '' },
];

describeWith('bash', 'curl').each([DEPLOY, AZURE])('%s', (file) => {
  it('tells what would change, and changes nothing', async () => {
    const { status, calls, summary } = await runStep(file, 'Tell what would change');

    expect(status).toBe(0);
    expect(calls).toEqual([
      expect.stringMatching(/^az deployment group what-if --resource-group rg .*main\.bicepparam$/),
    ]);
    expect(summary).toContain('```diff\n+ Create\n```\n');
  });

  it('fails with what-if', async () => {
    const failing = { program: 'az', args: '^deployment', status: 1 };

    expect(await runStep(file, 'Tell what would change', [failing])).toMatchObject({ status: 1 });
  });

  it('builds the package from what the lock file says', async () => {
    expect(await runStep(file, 'Build the package')).toMatchObject({ status: 0, calls: ['npm ci', 'npm run package'] });
  });

  it('deploys, publishes, starts a pull and judges it, in this order', async () => {
    const { status, calls, requests, stdout } = await runStep(file, 'Deploy, pull and judge');

    const steps =
      /^az (account get-access-token|deployment group create|functionapp deployment source config-zip|rest --method post)/;
    expect(status).toBe(0);
    expect(calls.filter((call) => steps.test(call))).toEqual([
      // While the federated token is new; publishing comes too late for it.
      expect.stringMatching(/get-access-token --resource https:\/\/appservice\.azure\.com /),
      expect.stringMatching(/create --resource-group rg --name \S+ --parameters \S+\/main\.bicepparam --query/),
      expect.stringMatching(/config-zip --resource-group rg --name app --src dist\/package\.zip /),
      expect.stringMatching(/\/sites\/app\/syncfunctiontriggers/),
    ]);
    expect(requests).toEqual(['POST /admin/functions/collect {"input":""}', 'GET /healthz', 'GET /metrics']);
    expect(stdout).toContain('1 of 1 reports are healthy');
  });

  it.each(['deployment group create', 'config-zip', 'syncfunctiontriggers'])(
    'goes no further after %s failed',
    async (step) => {
      const { status, calls, requests } = await runStep(file, 'Deploy, pull and judge', [
        { program: 'az', args: step, stderr: 'AuthorizationFailed', status: 1 },
      ]);

      expect(status).toBe(1);
      expect(calls.at(-1)).toContain(step);
      expect(requests).toEqual([]);
    },
  );
});

describeWith('bash', 'curl')('a pipeline', () => {
  it.each(['Tell what would change', 'Deploy, pull and judge'])('without a name does nothing: %s', async (name) => {
    const { status, stderr, calls } = await runStep(DEPLOY, name, [], { AZURE_ENV_NAME: '' });

    expect({ status, calls }).toEqual({ status: 1, calls: [] });
    expect(stderr).toMatch(/^AZURE_ENV_NAME is empty: set it \(in a pipeline the variable ENVIRONMENT_NAME\)/);
  });

  it('publishes nowhere where the deployment names no app', async () => {
    const none = { program: 'az', args: '^deployment group create', json: { properties: { outputs: {} } } };

    const { status, stderr, calls } = await runStep(DEPLOY, 'Deploy, pull and judge', [none]);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^The deployment of rg names no function app \(output FUNCTION_APP_NAME\)/);
    expect(calls.filter((call) => call.includes('config-zip'))).toEqual([]);
  });
});

describeWith('bash')('a package that is deployed again', () => {
  it.each([
    ['owner/exporter main .github/workflows/deploy.yml false', 0],
    ['owner/exporter feature .github/workflows/deploy.yml false', 1],
    ['someone/exporter main .github/workflows/deploy.yml true', 1],
  ])('of the run %s: %d', async (text, expected) => {
    const gh = { program: 'gh', args: '^api repos/owner/exporter/actions/runs/41 ', text: `${text}\n` };

    expect(await runStep(DEPLOY, 'Take a package of main only', [gh])).toMatchObject({ status: expected });
  });
});

/** A step as the pipeline runs it, in a folder that has the scripts and a package. */
async function runStep(
  file: string,
  name: string,
  outputs: readonly Output[] = [],
  environment: Readonly<Record<string, string>> = {},
) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist/package.zip'), 'zip');
  await symlink(resolve('infra'), join(folder, 'infra'));
  const step = shellSteps(file).find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`${basename(file)} has no step ${name}`);
  const app = await functionApp({ outcomes: ['healthy'], lastRun: () => Date.now() / 1000 });
  const programs = await fakePrograms([...outputs, ...azure, ...app.outputs]);
  const summary = join(folder, 'what-if.md');
  const more = {
    ...always,
    ...withValues(step.environment, values),
    ...environment,
    GITHUB_STEP_SUMMARY: summary,
    AGENT_TEMPDIRECTORY: folder,
  };
  // As GitHub does with `shell: bash`; in Azure Pipelines a script asks for it itself.
  const flags = file === DEPLOY ? ['-eo', 'pipefail'] : [];
  const ended = await programs.run(['bash', ...flags, '-c', step.script], more, folder);
  const calls = (await programs.calls()).map(({ program, args }) => [program, ...args].join(' '));
  return { ...ended, calls, requests: app.requests, summary: await readFile(summary, 'utf8').catch(() => '') };
}
