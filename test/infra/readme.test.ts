import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { pages } from '../support/pages.ts';
import { main, predicted, snapshotNames, snapshotOf } from '../support/template.ts';

const workflow = await readFile('.github/workflows/deploy.yml', 'utf8');
const parameters = await readFile('infra/main.bicepparam', 'utf8');
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
    .flatMap((name) => snapshotOf(name).predictedResources)
    .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
    // Not those that come by parameters.
    .filter(({ properties }) => properties?.principalId !== '66666666-6666-6666-6666-666666666666')
    .map(({ properties }) => String(properties?.roleDefinitionId).split('/').at(-1));
  const condition = /^roles='(.*)'$/m.exec(readme)?.[1]?.split(', ');

  expect(new Set(condition)).toEqual(new Set(ids));
  expect(new Set(ids).size).toBe(6);
  expect(rows).toEqual([
    'Storage Blob Data Owner',
    'Storage Queue Data Contributor',
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

it('gives the subject of a federated credential as GitHub forms it, for the environment of the workflow', () => {
  const { environment } = parse(workflow).jobs.deploy;

  expect(readme).toContain('gh api repos/OWNER/REPO/actions/oidc/customization/sub --jq .sub_claim_prefix');
  expect(readme).toContain('`repo:OWNER@OWNER-ID/REPO@REPO-ID`');
  expect([...readme.matchAll(/`PREFIX:(.*?)`/g)].map(([, subject]) => subject)).toEqual([
    `environment:${environment}`,
    'pull_request',
  ]);
});

it('tells Azure Repos what `pr:` does not do there', () => {
  expect(readme).toMatch(/With Azure Repos `pr:` .* build validation policy/);
});

it.each([
  ['withManagedPrometheus', 'prometheus'],
  ['withLogAlerts', 'logs'],
  ['withGrafana', 'grafana'],
  ['withPrivateNetwork', 'private'],
])('says which resources of %s stay when it is switched off', (parameter, name) => {
  const row = sectionOf('Switching off').match(new RegExp(`^\\| \`${parameter}\` \\| (.*) \\|$`, 'm'))?.[1] ?? '';
  const types = (snapshot: string) =>
    snapshotOf(snapshot).predictedResources.flatMap(({ type }) => (type.split('/').length === 2 ? [type] : []));
  const kept = types('default');

  expect(new Set(row.match(/Microsoft\.\w+\/\w+/g))).toEqual(
    new Set(types(name).filter((type) => !kept.includes(type))),
  );
});

it('says what of many tenants stays when they are switched off', () => {
  const told = sectionOf('Switching off');
  const namesOf = (snapshot: string, type: string) => predicted(snapshot, type).map(({ name }) => name);
  const alerts = (snapshot: string) =>
    namesOf(snapshot, 'Microsoft.Insights/scheduledQueryRules').map((name) => name.split('-')[0] ?? '');
  const ofFleet = alerts('many-tenants').filter((alert) => !alerts('logs').includes(alert));
  const queues = namesOf('many-tenants', 'Microsoft.Storage/storageAccounts/queueServices/queues');

  expect([ofFleet.length, queues.length]).toEqual([4, 2]);
  for (const alert of ofFleet) expect(told).toContain(`\`${alert}-...\``);
  for (const queue of queues) expect(told).toContain(`/queueServices/default/queues/${queue.split('/').at(-1)}"`);
  expect(told).toContain("--role 'Storage Queue Data Contributor'");
  for (const type of ['privateEndpoints', 'privateDnsZones', 'privateDnsZones/virtualNetworkLinks'])
    expect(told).toMatch(new RegExp(`withManyTenants.*Microsoft\\.Network/${type}\``));
});

it('counts the rules that log alerts cost', () => {
  const rules = predicted('logs', 'Microsoft.Insights/scheduledQueryRules');

  expect(sectionOf('What it costs')).toContain(`| \`withLogAlerts\` | ${rules.length} rules at 0.50`);
});

it('hands on to the pipelines what the parameters read, and says so for both', () => {
  const read = parameters.match(/(?<=readEnvironmentVariable\(')\w+/g) ?? [];
  const [github = '', azure = ''] =
    /\*\*GitHub\*\*: [\s\S]*?(?=\n\n## )/.exec(readme)?.[0].split('**Azure Pipelines**') ?? [];
  const variables = [github, azure].map((text) => text.match(/(?<=`)[A-Z_]+(?=`)/g) ?? []);

  expect(read).toContain('AZURE_LOCATION');
  expect(Object.keys(parse(workflow).env)).toEqual(expect.arrayContaining(read));
  const named = read.map((name) => (name === 'AZURE_ENV_NAME' ? 'ENVIRONMENT_NAME' : name));
  for (const known of variables) expect(known).toEqual(expect.arrayContaining(named));
});

it.each([...pages].filter(([, text]) => text.includes('```sh')))(
  'the commands in %s use no variable that is not set before',
  (_path, text) => {
    const known = new Set<string>();
    const used: string[] = [];
    for (const [, commands = ''] of text.matchAll(/```sh\n([\s\S]*?)```/g)) {
      for (const line of commands.split('\n')) {
        used.push(...(line.match(/(?<=\$\{?)[A-Za-z]\w*/g) ?? []).filter((name) => !known.has(name)));
        for (const [, name = ''] of line.matchAll(/(?:^|\s)(?:for )?(\w+)(?:=| in )/g)) known.add(name);
      }
    }

    expect(used).toEqual([]);
  },
);

it('names every script that asks something of Azure, and what it asks for', () => {
  const told = sectionOf('What has to be allowed');

  expect(globSync('infra/scripts/*.sh').filter((file) => !told.includes(basename(file)))).toEqual([
    'infra/scripts/azure.sh',
  ]);
});

function sectionOf(title: string): string {
  return new RegExp(`^#+ ${title}\\n([\\s\\S]*?)(?=\\n##? |$(?![\\s\\S]))`, 'm').exec(readme)?.[1] ?? '';
}

/** How the table writes a default. */
function wordOf(name: string, value: unknown): string {
  if (value === undefined) return name === 'environmentName' ? '' : 'none';
  if (name === 'location') return 'the resource group’s';
  return value === '' ? 'none' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
