import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mistakesOf, nodesOf, parseBicep } from '../support/bicep.ts';

const files = globSync('infra/**/*.bicep');

describe.each(files.toSorted())('%s', (file) => {
  const root = parseBicep(readFileSync(file, 'utf8'));

  it('is Bicep', () => {
    expect(mistakesOf(root)).toEqual([]);
  });

  it('says what it is, and what each parameter and output is', () => {
    const metadata = nodesOf(root, 'metadata_declaration').map(({ text }) => text.split(/\s/)[1]);
    const undescribed = [...nodesOf(root, 'parameter_declaration'), ...nodesOf(root, 'output_declaration')]
      .filter(({ previousNamedSibling: before }) => !before?.text.includes("@description('"))
      .map(({ text }) => text);

    expect(metadata).toEqual(['name', 'description']);
    expect(undescribed).toEqual([]);
  });
});

it('a mistake is found', () => {
  expect(mistakesOf(parseBicep("param name string\nresource x 'a@b' = {\n  name name\n}\n"))).not.toEqual([]);
});
