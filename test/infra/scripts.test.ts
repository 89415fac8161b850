import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { functionApp } from '../support/deployed-app.ts';
import { fakePrograms } from '../support/fake-programs.ts';
import { shellSteps } from '../support/pipelines.ts';
import { describeWith, describeWithout } from '../support/programs.ts';
import { temporaryFolder } from '../support/run.ts';

const scripts = globSync('infra/scripts/*.sh').toSorted();
const readme = readFileSync('infra/README.md', 'utf8');
const commands = scripts.filter((file) => basename(file) !== 'azure.sh');
const pipelines = [...globSync('.github/workflows/*.yml'), 'infra/pipelines/azure-pipelines.yml', 'azure.yaml'];

describeWith('bash').each(commands)('%s', (file) => {
  it('says what it does and which arguments it takes', () => {
    const [shebang, what, args] = readFileSync(file, 'utf8').split('\n');

    expect(shebang).toBe('#!/usr/bin/env bash');
    expect(what).toMatch(/^# [A-Z].*\.$/);
    expect(args).toMatch(/^# Arguments: <.*\.$/);
  });

  it('called with other arguments says how to call it, and does nothing', async () => {
    const programs = await fakePrograms([]);

    const { status, stdout, stderr } = await programs.run(['bash', file, 'a', 'b', 'c', 'd']);

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^Usage: ${basename(file)} <.*>\n$`));
    expect(await programs.calls()).toEqual([]);
  });
});

describeWith('bash')('import-dashboards.sh', () => {
  const dashboards = globSync('infra/grafana/dashboards/*.json').toSorted();

  it('imports every dashboard over the one that is there', async () => {
    const programs = await fakePrograms([{ program: 'az', args: '^grafana dashboard create', json: {} }]);

    const { status } = await programs.run(['bash', 'infra/scripts/import-dashboards.sh', 'rg', 'grafana']);

    const calls = (await programs.calls()).map(({ args }) => args.join(' '));
    expect(status).toBe(0);
    expect(calls.map((args) => basename(args.split('@')[1]?.split(' ')[0] ?? ''))).toEqual(
      dashboards.map((file) => basename(file)),
    );
    expect(calls.filter((args) => !/--resource-group rg --name grafana --overwrite --definition @/.test(args))).toEqual(
      [],
    );
  });

  it('makes links of the runbooks where it gets their folder', async () => {
    const kept = join(await temporaryFolder(), 'overview.json');
    const programs = await fakePrograms([{ program: 'az', args: '^grafana dashboard create', json: {} }]);
    // The copies are gone when the script ends.
    const script = `rm() { cp "\${!#}/overview.json" '${kept}'; command rm "$@"; }; source infra/scripts/import-dashboards.sh rg grafana`;

    const { status } = await programs.run(['bash', '-c', script], {
      RUNBOOK_FOLDER: 'https://wiki.example/runbooks?a=1&folder=',
    });

    const text = await readFile(kept, 'utf8');
    expect(status).toBe(0);
    expect(JSON.parse(text).title).toBe('Microsoft 365 usage: overview');
    expect(text).toContain('[M365UsageDropped](https://wiki.example/runbooks?a=1&folder=M365UsageDropped.md)');
    expect(text).not.toContain('infra/alerts/runbooks/');
  });

  it('waits until a role that is new holds', async () => {
    const programs = await fakePrograms([
      { program: 'az', args: '^grafana', stderr: 'ERROR: (Forbidden)', status: 1, times: 3 },
      { program: 'az', args: '^grafana dashboard create', json: {} },
    ]);

    const { status } = await programs.run(['bash', 'infra/scripts/import-dashboards.sh', 'rg', 'grafana']);

    expect(status).toBe(0);
    expect(await programs.calls()).toHaveLength(dashboards.length + 3);
  });

  it.each([
    ['ERROR: Status: 403', /^The dashboard activations\.json cannot be imported: this needs the role Grafana Admin/],
    [
      'ERROR: The index of extensions cannot be reached',
      /cannot be imported\. az said: The index of extensions cannot/,
    ],
  ])('says what is wrong: %s', async (stderr, sentence) => {
    const programs = await fakePrograms([{ program: 'az', args: '^grafana', stderr, status: 1 }]);
    const command = ['bash', 'infra/scripts/import-dashboards.sh', 'rg', 'grafana'] as const;

    const ended = await programs.run(command, { IMPORT_SECONDS: '1' });

    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(sentence);
  });
});

describeWith('bash')('publish.sh', () => {
  it.each([
    ['Failed to fetch host key to check for function app status', 0, /^$/],
    ['There may be an ongoing deployment.', 1, /A deployment of app is still going on: wait/],
    ['Zip deployment failed. x', 1, /The package cannot be published to app: the error above says why/],
  ])('of %s it says what to do', async (said, expected, sentence) => {
    const programs = await fakePrograms([{ program: 'az', args: 'config-zip', stderr: `ERROR: ${said}\n`, status: 1 }]);

    const { status, stderr } = await programs.run(['bash', 'infra/scripts/publish.sh', 'rg', 'app', 'host.json']);

    const [first, second] = stderr.split('\n');
    expect(status).toBe(expected);
    expect(first).toBe(`ERROR: ${said}`);
    expect(second).toMatch(sentence);
  });
});

describeWith('bash')('publish.sh, where the role of the app does not hold yet,', () => {
  const stderr =
    'ERROR: Zip deployment failed. Failed to upload blob to storage account: 403 (This request is not authorized to perform this operation.)\n';

  it('tries again', async () => {
    const programs = await fakePrograms([
      { program: 'az', args: 'config-zip', stderr, status: 1, times: 2 },
      { program: 'az', args: 'config-zip' },
    ]);

    const { status } = await programs.run(['bash', 'infra/scripts/publish.sh', 'rg', 'app', 'host.json']);

    expect(status).toBe(0);
    expect(await programs.calls()).toHaveLength(3);
  });

  it('says in the end what takes its time', async () => {
    const programs = await fakePrograms([{ program: 'az', args: 'config-zip', stderr, status: 1 }]);
    const command = ['bash', 'infra/scripts/publish.sh', 'rg', 'app', 'host.json'] as const;

    const ended = await programs.run(command, { PUBLISH_SECONDS: '1' });

    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/A role that is new takes minutes to hold: then run this again\.\n$/);
  });
});

describeWith('bash', 'curl').each([
  ['is behind Entra', 401, 0, /^$/],
  ['returns an error', 503, 1, /^The package is published to app, but the app does not start: look at the log stream/],
])('publish.sh', (what, collect, expected, sentence) => {
  it(`asks an app that az calls unhealthy itself: one that ${what}`, async () => {
    const { outputs } = await functionApp({ outcomes: [], lastRun: () => undefined, collect: [collect] });
    const stderr = 'ERROR: Deployment was successful but the app appears to be unhealthy.\n';
    const programs = await fakePrograms([{ program: 'az', args: 'config-zip', stderr, status: 1 }, ...outputs]);

    const ended = await programs.run(['bash', 'infra/scripts/publish.sh', 'rg', 'app', 'host.json']);

    expect(ended.status).toBe(expected);
    expect(ended.stderr.split('\n')[1]).toMatch(sentence);
  });
});

describe('azure.yaml', () => {
  it('publishes and pulls by hooks, and asks for nothing that azd calls alpha', () => {
    const text = readFileSync('azure.yaml', 'utf8');

    expect(text).not.toMatch(/^services:|language: custom|alpha/m);
    expect(
      shellSteps('azure.yaml').map(({ script }) => /scripts\/([\w-]+)\.sh|npm run package/.exec(script)?.[0]),
    ).toEqual([
      'npm run package',
      'scripts/register-app.sh',
      'scripts/publish.sh',
      'scripts/first-pull.sh',
      'scripts/import-dashboards.sh',
    ]);
  });
});

describeWith('bash')('after a deployment azd', () => {
  const [, permit] = shellSteps('azure.yaml');

  it.each([
    ['grants one tenant’s identity', 'https://func.azurewebsites.net/metrics', '', 'infra/scripts/grant-graph.sh id\n'],
    [
      'registers the application of many tenants',
      'https://func.azurewebsites.net/targets',
      '',
      'infra/scripts/register-app.sh id func.azurewebsites.net\n',
    ],
    ['leaves one that is a parameter as it is', 'https://func.azurewebsites.net/targets', 'application', ''],
  ])('%s', async (_what, METRICS_URL, GRAPH_APPLICATION_ID, expected) => {
    const outputs = { METRICS_URL, GRAPH_APPLICATION_ID, PRINCIPAL_ID: 'id' };
    const programs = await fakePrograms([]);
    const script = `bash() { echo "$*"; }\n${permit?.script}`;

    const { status, stdout } = await programs.run(['sh', '-eu', '-c', script], outputs);

    expect({ status, stdout }).toEqual({ status: 0, stdout: expected });
  });
});

interface Hook {
  readonly run: string;
  readonly continueOnError?: boolean;
}

it('azure.yaml goes on where the grant or the dashboards fail, and stops where the package does', () => {
  const { hooks }: { readonly hooks: { readonly postprovision: readonly Hook[] } } = parse(
    readFileSync('azure.yaml', 'utf8'),
  );

  expect(
    hooks.postprovision.map(({ run, continueOnError }) => [/([\w-]+)\.sh/.exec(run)?.[1], continueOnError ?? false]),
  ).toEqual([
    ['register-app', true],
    ['publish', false],
    ['first-pull', false],
    ['import-dashboards', true],
  ]);
});

describeWithout(existsSync('.git') ? [] : ['a git checkout'], ['bash', 'git'])('what infra/README.md calls', () => {
  it('may be executed after a checkout', () => {
    const called = [...readme.matchAll(/(?<!bash )infra\/scripts\/[\w-]+\.sh/g)].map(([file]) => file);
    const { stdout } = spawnSync('git', ['ls-files', '-s', 'infra/scripts'], { encoding: 'utf8' });

    expect(called).toContain('infra/scripts/publish.sh');
    expect([...new Set(called)].filter((file) => !new RegExp(`^100755 .*\t${file}$`, 'm').test(stdout))).toEqual([]);
  });
});

describeWith('bash')('the names in infra/README.md', () => {
  it.each([
    ['as the template spells them', 'FUNCTION_APP_NAME', 'PRINCIPAL_ID', 'GRAFANA_NAME'],
    ['as Resource Manager does', 'functioN_APP_NAME', 'principaL_ID', 'grafanA_NAME'],
  ])('are those of the deployment, %s', async (_how, app, principal, grafana) => {
    const outputs = { [app]: { value: 'func' }, [principal]: { value: 'id' }, [grafana]: { value: 'graf' } };
    const programs = await fakePrograms([
      { program: 'az', args: '^deployment group show', json: { properties: { outputs } } },
    ]);
    const [lines = ''] = /^output\(\)[\s\S]*?(?=^infra)/m.exec(readme) ?? [];
    const [imported = ''] = /\$\(output 'GRAFANA_NAME.*?\)/.exec(readme) ?? [];

    const { stdout } = await programs.run(['bash', '-c', `${lines}echo "$app $principal ${imported}"`]);

    expect(stdout).toBe('func id graf\n');
  });
});

describeWith('bash')('the condition in infra/README.md', () => {
  it('survives an interactive bash, which reads ! as a command of its history', () => {
    const [, block = ''] = /```sh\n(roles=[\s\S]*?)```/.exec(readme) ?? [];
    const input = `az() { printf '<%s>\\n' "$@"; }\n${block}`;

    const { stdout } = spawnSync('bash', ['--norc', '--noprofile', '-i'], { input, encoding: 'utf8' });

    const condition = stdout.split('<').find((argument) => argument.startsWith('((!(ActionMatches')) ?? '';
    expect(condition.match(/GuidEquals \{b7e6dc6d[^}]*22926164[^}]*\}/g)).toHaveLength(2);
  });
});

describeWith('shellcheck')('shellcheck', () => {
  it.each([...scripts, ...globSync('.ci/*').filter((file) => !file.endsWith('.csproj'))])(
    'has nothing to say of %s',
    (file) => {
      expect(
        spawnSync('shellcheck', ['--external-sources', '--source-path=SCRIPTDIR', file], { encoding: 'utf8' }).stdout,
      ).toBe('');
    },
  );

  it.each(pipelines)('has nothing to say of the steps in %s', (file) => {
    const steps = shellSteps(file);
    const runs = steps.map(({ script }) =>
      spawnSync('shellcheck', ['--shell=bash', '-'], { input: script, encoding: 'utf8' }),
    );

    expect(steps).not.toEqual([]);
    expect(runs.map(({ stdout }) => stdout).join('')).toBe('');
  });
});
