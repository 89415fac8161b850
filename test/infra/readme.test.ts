import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { main, snapshotNames, snapshotOf } from '../support/template.ts';

const readme = await readFile('infra/README.md', 'utf8');

it('explains every parameter with its default, and no other', () => {
  const documented = [...sectionOf('Parameters').matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, name, value]) => [
    name,
    value,
  ]);

  expect(documented).toEqual(
    Object.entries(main.parameters).map(([name, { defaultValue }]) => [name, wordOf(name, defaultValue)]),
  );
});

it('names every output', () => {
  expect(/^Outputs: (.*)\.$/m.exec(readme)?.[1]?.replaceAll('`', '').split(', ')).toEqual(
    Object.keys(main.outputs ?? {}),
  );
});

it('lets a pipeline assign just the roles of the templates, and says what each is for', () => {
  const rows = [...sectionOf('Permissions').matchAll(/^\| ([A-Z][\w ]+?)(?: \(`\w+`\))? \|/gm)].map(([, role]) => role);
  const ids = snapshotNames
    .filter((name) => name !== 'production')
    .flatMap((name) => snapshotOf(name).predictedResources)
    .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
    .map(({ properties }) => String(properties?.roleDefinitionId).split('/').at(-1));
  const condition = /^roles='(.*)'$/m.exec(readme)?.[1]?.split(', ');

  expect(new Set(condition)).toEqual(new Set(ids));
  expect(new Set(ids).size).toBe(5);
  expect(rows).toEqual([
    'Storage Blob Data Owner',
    'Monitoring Metrics Publisher',
    'Monitoring Metrics Publisher',
    'Monitoring Data Reader',
    'Log Analytics Reader',
    'Grafana Admin',
  ]);
});

it('says which providers have to be registered: all those of the templates', () => {
  const used = snapshotNames.flatMap((name) =>
    snapshotOf(name).predictedResources.map(({ type }) => type.split('/')[0] ?? ''),
  );
  const documented = sectionOf('Pipelines').match(/Microsoft\.\w+(?=[\s;\\])/g) ?? [];

  expect(new Set(documented)).toEqual(
    new Set([...used.filter((provider) => provider !== 'Microsoft.Authorization'), 'Microsoft.App']),
  );
});

function sectionOf(title: string): string {
  return new RegExp(`^#+ ${title}\\n([\\s\\S]*?)(?=\\n##? |$(?![\\s\\S]))`, 'm').exec(readme)?.[1] ?? '';
}

/** How the table writes a default. */
function wordOf(name: string, value: unknown): string {
  if (value === undefined) return name === 'environmentName' ? '' : 'none';
  if (name === 'location') return 'the resource group’s';
  if (name === 'lock') return 'none';
  return value === '' ? 'none' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
