import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { idOf } from '../support/fleet.ts';
import { CLIENT_ID, startManyTenants } from '../support/many-tenants.ts';
import { describeWith } from '../support/programs.ts';
import { runCli, temporaryFolder } from '../support/run.ts';

const KEY_RULE =
  'use 1 to 64 lowercase letters, digits, dots, hyphens and underscores, with a letter or digit at both ends';
const LABEL_RULE =
  'use names of lowercase letters, digits and underscores for texts of at most 200 characters, none of them tenant, tenant_name, job, instance, le or a label of the metrics';
const CREDENTIAL_RULE =
  'use "shared", "identity", {"clientId": "<GUID>", "secretSetting": "<NAME>"} or the same with certificateSetting; NAME is an app setting, never the secret itself';

async function start() {
  const environment = {
    TENANTS: 'store',
    HISTORY_STORE: `file:${await temporaryFolder()}`,
    GRAPH_CLIENT_ID: CLIENT_ID,
  };
  const run = (args: readonly string[], more = {}) => runCli(['tenants', ...args], { ...environment, ...more });
  const list = async () => JSON.parse((await run(['list', '--json'])).stdout);
  return { run, list };
}

it('a tenant is declared with its link and what it costs, and changed by what is said again', async () => {
  const { run, list } = await start();

  expect(await run(['add', idOf(1), '--key', 'contoso', '--label', 'region=emea'], { REPORTS: 'all' })).toEqual({
    status: 0,
    stderr: '',
    stdout: `contoso is declared: the directory ${idOf(1)}.
An administrator of the tenant consents to the application with this link:
https://login.microsoftonline.com/${idOf(1)}/v2.0/adminconsent?client_id=${CLIENT_ID}&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&redirect_uri=http%3A%2F%2F127.0.0.1%3A9464%2Fconsented
about 10,000 series, for which a Prometheus needs about 33 MB of memory.
`,
  });
  const changed = await run(['add', idOf(1), '--key', 'contoso', '--name', 'Contoso', '--setting', 'WINDOW_DAYS=0'], {
    TENANTS: '',
    GRAPH_CLIENT_ID: '',
    REPORTS: 'all',
  });

  expect(changed.stdout).toBe(`contoso is changed: the directory ${idOf(1)}.
GRAPH_CLIENT_ID is not set; set it to the client id of the application that tenants consent to, and the same command prints the link for their administrators.
about 2,900 series, for which a Prometheus needs about 9.5 MB of memory.
TENANTS is not set: with TENANTS=store, serve and the Function app serve the tenants declared here.
`);
  expect(await list()).toMatchObject([{ key: 'contoso', name: 'Contoso', labels: { region: 'emea' }, state: 'new' }]);
});

it('every mistake is named at once, no secret is repeated, and nothing is changed', async () => {
  const { run, list } = await start();
  const wrong = ['--label', 'zone', '--label', 'a=1', '--label', 'a=2', '--label', 'tenant=x', '--setting', 'FOO=1'];
  const others = ['--setting', 'WINDOW_DAYS=-3', '--credential', 'hunter2-hunter2', '--name', 'a'.repeat(200)];

  const { status, stdout, stderr } = await run(['add', 'nonsense', '--key', '../x', ...wrong, ...others]);

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toBe(`Nothing was changed:
- --label needs <name>=<value>
- --label names a twice; name it once
- the tenant is "nonsense"; use the directory id that Entra shows, or a domain such as contoso.onmicrosoft.com
- the key is "../x"; ${KEY_RULE}
- name is a text of 200 characters; use a text of at most 100 characters, without line breaks
- labels.tenant is no name to use here; ${LABEL_RULE}
- settings.FOO is no name to use here; use texts, as in environment variables, for any of REPORTS, REPORT_PERIOD, WHOLE_PERIODS, WINDOW_DAYS, REPORT_FORMAT, PULL_INTERVAL_HOURS, DROP_SENSITIVITY, DROP_IGNORE
- credential is a text of 15 characters; ${CREDENTIAL_RULE}
- settings.WINDOW_DAYS is "-3"; use a whole number from 0 to 731
`);
  expect(await list()).toEqual([]);
});

it.each([
  ['Con%2f', `is "Con%2f"; ${KEY_RULE}`],
  ['a..b', `is "a..b", which has two dots in a row; ${KEY_RULE}`],
  ['Contoso', 'is "Contoso"; use lowercase letters: contoso'],
  ['con', 'is "con", a device of Windows; use another name'],
  ['_tenants', `is "_tenants"; ${KEY_RULE}`],
  ['constructor', 'is "constructor", which is reserved; use another name'],
  ['a'.repeat(10_240), `has 10240 characters; ${KEY_RULE}`],
])('key %# is none', async (key, sentence) => {
  const { run } = await start();

  expect(await run(['add', idOf(1), '--key', key])).toEqual({
    status: 1,
    stdout: '',
    stderr: `Nothing was changed:\n- the key ${sentence}\n`,
  });
});

it('a key stays with its directory, and a directory has one key', async () => {
  const { run } = await start();
  await run(['add', idOf(1), '--key', 'contoso']);
  const taken = `the key contoso belongs to the directory ${idOf(1)} for ever, also after it was removed; use another key`;

  expect((await run(['add', idOf(1), '--key', 'other'])).stderr).toBe(
    `Nothing was changed:\n- the directory ${idOf(1)} is declared as contoso already; remove that first\n`,
  );
  expect((await run(['add', idOf(2), '--key', 'contoso'])).stderr).toBe(`Nothing was changed:\n- ${taken}\n`);
  await run(['remove', 'contoso']);
  expect((await run(['add', idOf(2), '--key', 'contoso'])).stderr).toBe(`Nothing was changed:\n- ${taken}\n`);
  expect((await run(['add', idOf(1), '--key', 'contoso'])).stdout).toContain('contoso is declared');
});

it.each([
  [['add']],
  [['add', idOf(1), '--csv', 'x.csv']],
  [['add', '--csv', 'x.csv', '--key', 'x']],
  [['add', 'a', 'b']],
])('tenants %j is a mistake in usage', async (args) => {
  const { status, stdout, stderr } = await (await start()).run(args);

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(
    /^(Nothing was changed:\n- (tenants add takes|--csv goes with no id)|error: too many arguments)/,
  );
});

describeWith('openssl')('with Entra', () => {
  it('the id is found by a domain, and a domain that Entra does not know is a mistake', async () => {
    const { run, entra } = await startManyTenants();
    entra.domains.set('contoso.onmicrosoft.com', idOf(1));

    expect((await run('tenants add contoso.onmicrosoft.com --key contoso')).stdout).toContain(
      `contoso is declared: the directory ${idOf(1)}.`,
    );
    expect(await run('tenants add nobody.example.com')).toEqual({
      status: 1,
      stdout: '',
      stderr: `Nothing was changed:\n- ${new URL(entra.origin).host} returned 400 and knows no directory of nobody.example.com; check the domain and the cloud, or use the directory id\n`,
    });
  });
});

async function csv(text: string | Buffer): Promise<string> {
  const path = join(await temporaryFolder(), 'tenants.csv');
  await writeFile(path, text);
  return path;
}

it('a file declares many at once, with semicolons and a byte order mark too', async () => {
  const { run, list } = await start();
  const own = `{""clientId"":""${CLIENT_ID}"",""secretSetting"":""NORTHWIND_SECRET""}`;
  const path = await csv(
    `id,key,name,credential,labels.region,settings.REPORTS\r\n${idOf(1)},contoso,"Contoso, Ltd",,emea,\r\n\r\n${idOf(2)},fabrikam,,shared,,"all,-skype"\r\n${idOf(3)},,Northwind,"${own}",apac,\r\n`,
  );

  const { status, stdout } = await run(['add', '--csv', path], { REPORTS: 'all' });

  expect(status).toBe(0);
  expect(stdout.split('\n')).toEqual([
    '3 tenants declared.',
    'An administrator of each consents to the application with its link:',
    expect.stringMatching(new RegExp(`^contoso   https://login.microsoftonline.com/${idOf(1)}/v2.0/adminconsent`)),
    expect.stringMatching(new RegExp(`^fabrikam  https://login.microsoftonline.com/${idOf(2)}/v2.0/adminconsent`)),
    '3 tenants x 9,300 series = about 28,000, for which a Prometheus needs about 92 MB of memory.',
    '',
  ]);
  expect(await list()).toMatchObject([
    { key: idOf(3), name: 'Northwind', labels: { region: 'apac' } },
    { key: 'contoso', name: 'Contoso, Ltd', labels: { region: 'emea' } },
    { key: 'fabrikam', labels: {} },
  ]);
  const again = await csv(`\uFEFFid;key;labels.region\n${idOf(2)};fabrikam;emea\n${idOf(4)};adatum;emea\n`);
  expect((await run(['add', '--csv', again])).stdout).toContain('1 tenant declared, 1 changed.\n');
});

it('every mistake in a file is named with its line, and nothing of the file is declared', async () => {
  const { run, list } = await start();
  const path = await csv(
    [
      'id,key,name,labels.region,settings.WINDOW_DAYS',
      'nonsense,..,x,emea,0',
      `${idOf(1)},contoso,x,emea,-1`,
      `${idOf(1)},contoso2,x,emea,0,7,8`,
      ',nobody,,,',
      `${idOf(2)},CONTOSO,x,,`,
      `${idOf(3)},good,x,,`,
    ].join('\n'),
  );

  expect(await run(['add', '--csv', path])).toEqual({
    status: 1,
    stdout: '',
    stderr: `Nothing was changed:
- line 2: the tenant is "nonsense"; use the directory id that Entra shows, or a domain such as contoso.onmicrosoft.com
- line 2: the key is ".."; ${KEY_RULE}
- line 3: settings.WINDOW_DAYS is "-1"; use a whole number from 0 to 731
- line 4: has 7 cells for 5 columns; put what has a comma in quotes
- line 4: the directory ${idOf(1)} is that of line 3 too; leave one out
- line 5: the tenant is missing; use the directory id that Entra shows, or a domain such as contoso.onmicrosoft.com
- line 6: the key is "CONTOSO"; use lowercase letters: contoso
- line 6: the key contoso is that of line 3 too; use another one
`,
  });
  expect(await list()).toEqual([]);
});

it.each([
  ['id,key\n"unclosed,a\n', ['is not CSV (CSV_QUOTE_NOT_CLOSED, line 2); correct its quotes']],
  [
    Buffer.from(`id,name\n${idOf(1)},M\xfcnchen\n`, 'latin1'),
    ['is not UTF-8; save it as such, in Excel as "CSV UTF-8"'],
  ],
  [
    'key,wrong,wrong\na,b,c\n',
    [
      'has the column "wrong"; use id, key, name, credential, labels.<name> and settings.<NAME>',
      'has the column "wrong" twice; leave one out',
      'has no column id, of directory ids or domains; its first line names columns',
    ],
  ],
  ['id\n', ['has no tenants; write one a line, below that of the columns']],
])('file %# is no such file', async (text, sentences) => {
  const path = await csv(text);
  const { status, stderr } = await (await start()).run(['add', '--csv', path]);

  expect(status).toBe(1);
  expect(stderr).toBe(`Nothing was changed:\n${sentences.map((sentence) => `- ${path} ${sentence}\n`).join('')}`);
});

it('tenants of a file are not changed: what to add to it is printed', async () => {
  const path = join(await temporaryFolder(), 'tenants.json');
  const before = JSON.stringify({ version: 1, tenants: { contoso: { id: idOf(1) } } });
  await writeFile(path, before);
  const { run } = await start();
  const ofFile = { TENANTS: `file:${path}` };

  const { status, stdout } = await run(['add', idOf(2), '--key', 'fabrikam'], ofFile);

  expect(status).toBe(0);
  const [first, ...rest] = stdout.split('\n');
  expect(first).toBe(`Add this to the tenants in ${path}:`);
  expect(JSON.parse(rest.join('\n'))).toMatchObject({ fabrikam: { id: idOf(2), enabled: true } });
  expect(await run(['remove', 'contoso'], ofFile)).toEqual({
    status: 1,
    stdout: '',
    stderr: `Nothing was changed:\n- TENANTS is a file, which this program does not change; edit ${path}\n`,
  });
  expect(await readFile(path, 'utf8')).toBe(before);
  expect((await run(['list'], { TENANTS: 'file:/none.json' })).stderr).toBe(
    '/none.json (TENANTS) cannot be read: it is not there (ENOENT); correct the path\n',
  );
});
