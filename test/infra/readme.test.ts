import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { nodesOf, parseBicep } from '../support/bicep.ts';

const readme = await readFile('infra/README.md', 'utf8');
const main = parseBicep(await readFile('infra/main.bicep', 'utf8'));

it('explains every parameter, and no other', () => {
  const parameters = nodesOf(main, 'parameter_declaration').map(({ text }) => text.split(' ')[1]);
  const [, table = ''] = /## Parameters\n([\s\S]*?)\n## /.exec(readme) ?? [];

  expect([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual(parameters);
});

it('names every output', () => {
  const outputs = nodesOf(main, 'output_declaration').map(({ text }) => text.split(' ')[1]);

  expect(/^Outputs: (.*)\.$/m.exec(readme)?.[1]?.replaceAll('`', '').split(', ')).toEqual(outputs);
});

it('says what each role is for, and lets a pipeline assign just these', async () => {
  const modules = await Promise.all(
    ['access', 'grafana'].map((name) => readFile(`infra/modules/${name}.bicep`, 'utf8')),
  );
  const roles = modules.flatMap((text) =>
    [...text.matchAll(/^var (\w+) = subscriptionResourceId\(/gm)].map(([, role]) => role),
  );
  const words = roles.map((role = '') => role.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  const [, table = ''] = /## Who may do what\n([\s\S]*?)\n## /.exec(readme) ?? [];

  const ids = modules.flatMap((text) => text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []);
  const condition = /^roles='(.*)'$/m.exec(readme)?.[1]?.split(', ');

  expect(words.length).toBe(5);
  expect(new Set(condition)).toEqual(new Set(ids));
  expect(words.filter((word) => !table.toLowerCase().includes(`| ${word}`))).toEqual([]);
});
