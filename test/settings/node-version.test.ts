import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { nodeProblem } from '../../src/settings/node-version.ts';
import { callApp } from '../support/call-app.ts';
import { describeOnOldNode } from '../support/programs.ts';
import { BASE, ended } from '../support/run.ts';

const NEEDS = 'This program needs Node.js 22.19 or newer, and this is';

it.each(['18.20.8', '20.20.2', '22.18.0'])('Node.js %s is too old', (version) => {
  expect(nodeProblem(version, 'do this')).toBe(`${NEEDS} ${version}; do this`);
});

it.each(['22.19.0', '23.0.0', '24.21.0', '100.0.0'])('Node.js %s is new enough', (version) => {
  expect(nodeProblem(version, 'do this')).toBeUndefined();
});

it('package.json asks for what the entry points ask for', () => {
  const [, oldest = ''] = /^>=(.+)$/.exec(packageJson.engines.node) ?? [];

  expect(nodeProblem('0.0.0', '')).toContain(`Node.js ${oldest} or newer`);
});

describeOnOldNode('an old Node.js', (node) => {
  it('is reported by the command line', async () => {
    const { status, stdout, stderr } = await ended(spawn(node, ['dist/cli.js', 'collect'], { env: BASE }));

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      /^This program needs Node\.js 22\.19 or newer, and this is \d+\.\d+\.\d+; install a newer one; in a clone, npm brings its own: npm run --silent cli -- <command>\n$/,
    );
  });

  it('is reported by every function of a Function app, which registers all of them', async () => {
    const [registered, healthz, metrics, collect] = await callApp(
      ['bindings', 'http:healthz', 'http:metrics', 'timer:collect'],
      {},
      { node },
    );

    const problem = expect.stringMatching(
      /^This program needs Node\.js 22\.19 or newer, and this is \S+; choose a newer one for the Function app, such as 24$/,
    );
    expect(Object.keys(registered?.bindings ?? {})).toEqual(['collect', 'metrics', 'status', 'healthz']);
    for (const response of [healthz, metrics]) {
      expect(response?.status).toBe(503);
      expect(JSON.parse(response?.body ?? '')).toEqual({ status: 'unavailable', problem });
    }
    expect(collect?.error).toEqual(problem);
  });
});
