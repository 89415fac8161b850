import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { fakePrograms } from '../support/fake-programs.ts';
import { shellSteps } from '../support/pipelines.ts';
import { describeWith } from '../support/programs.ts';

const scripts = globSync('infra/scripts/*.sh').toSorted();
const commands = scripts.filter((file) => basename(file) !== 'azure.sh');
const pipelines = [...globSync('.github/workflows/*.yml'), 'infra/pipelines/azure-pipelines.yml', 'azure.yaml'];

describeWith('sh').each(commands)('%s', (file) => {
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

describeWith('sh')('import-dashboards.sh', () => {
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

  it('says which role is missing', async () => {
    const programs = await fakePrograms([{ program: 'az', args: '^grafana', status: 1 }]);

    const { status, stderr } = await programs.run(['bash', 'infra/scripts/import-dashboards.sh', 'rg', 'grafana']);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^The dashboard activations\.json cannot be imported: this needs the role Grafana Admin/);
  });
});

describeWith('shellcheck')('shellcheck', () => {
  it.each([...scripts, ...globSync('.ci/*')])('has nothing to say of %s', (file) => {
    expect(
      spawnSync('shellcheck', ['--external-sources', '--source-path=SCRIPTDIR', file], { encoding: 'utf8' }).stdout,
    ).toBe('');
  });

  it.each(pipelines)('has nothing to say of the steps in %s', (file) => {
    const steps = shellSteps(file);
    const told = steps.map(({ script }) =>
      spawnSync('shellcheck', ['--shell=bash', '-'], { input: script, encoding: 'utf8' }),
    );

    expect(steps).not.toEqual([]);
    expect(told.map(({ stdout }) => stdout).join('')).toBe('');
  });
});
