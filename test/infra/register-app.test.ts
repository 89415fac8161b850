import { expect, it } from 'vitest';
import { consentLink } from '../../src/tenants/consent-link.ts';
import { fakePrograms, type Output } from '../support/fake-programs.ts';
import { describeWith } from '../support/programs.ts';

const PRINCIPAL = '33333333-3333-3333-3333-333333333333';
const CLIENT = '88888888-8888-8888-8888-888888888888';
const HOME = '11111111-1111-1111-1111-111111111111';
const HOST = 'func-usage.azurewebsites.net';
const APPLICATION = `https://graph.microsoft.com/v1.0/applications(uniqueName='m365-usage-exporter-${PRINCIPAL}')`;

const az = (args: string, more: Partial<Output>): Output => ({ program: 'az', args, ...more });
const cloudOf = (name: string, activeDirectory: string, microsoftGraphResourceId: string) =>
  az('^cloud show', { json: { name, endpoints: { activeDirectory, microsoftGraphResourceId } } });
const PUBLIC = cloudOf('AzureCloud', 'https://login.microsoftonline.com', 'https://graph.microsoft.com/');
const account = az('^account show', { json: { tenantId: HOME } });
const found = az('^rest --method get', { json: { id: 'object', appId: CLIENT } });
const patched = az('^rest --method patch', {});

describeWith('bash')('register-app.sh', () => {
  it('makes an application of many tenants whose only credential is the identity, and prints what follows', async () => {
    const { status, stdout, patches } = await register([PUBLIC, account, found, patched]);

    expect(status).toBe(0);
    expect(patches).toEqual([
      [
        APPLICATION,
        {
          displayName: 'Microsoft 365 usage exporter',
          signInAudience: 'AzureADMultipleOrgs',
          web: { redirectUris: [`https://${HOST}/consented`] },
          requiredResourceAccess: [
            {
              resourceAppId: '00000003-0000-0000-c000-000000000000',
              resourceAccess: [{ id: '230c1aed-a721-4c5d-9cb4-a90514e508ef', type: 'Role' }],
            },
          ],
        },
      ],
      [
        "https://graph.microsoft.com/v1.0/applications/object/federatedIdentityCredentials(name='managed-identity')",
        {
          issuer: `https://login.microsoftonline.com/${HOME}/v2.0`,
          subject: PRINCIPAL,
          audiences: ['api://AzureADTokenExchange'],
          description: 'The managed identity of the Microsoft 365 usage exporter',
        },
      ],
    ]);
    const [registered, deploy, consent, link = ''] = stdout.split('\n');
    expect(registered).toBe(`The application is registered: ${CLIENT}`);
    expect(deploy).toBe(`Deploy with graphApplicationId=${CLIENT}, which becomes the setting GRAPH_CLIENT_ID.`);
    expect(consent).toMatch(/^An administrator of each tenant consents with this link/);
    const own = consentLink({
      directory: 'organizations',
      clientId: CLIENT,
      authorityHost: undefined,
      graphEndpoint: new URL('https://graph.microsoft.com'),
      origin: new URL(`https://${HOST}`),
    });
    expect([...new URL(link).searchParams]).toEqual([...new URL(own).searchParams]);
    expect(new URL(link).pathname).toBe(new URL(own).pathname);
  });

  it.each([
    [
      'AzureUSGovernment',
      'https://login.microsoftonline.us/',
      'https://graph.microsoft.us/',
      'api://AzureADTokenExchangeUSGov',
    ],
    [
      'AzureChinaCloud',
      'https://login.chinacloudapi.cn',
      'https://microsoftgraph.chinacloudapi.cn',
      'api://AzureADTokenExchangeChina',
    ],
  ])('takes issuer, audience and link of %s', async (name, login, graph, audience) => {
    const { stdout, patches } = await register([cloudOf(name, login, graph), account, found, patched]);

    const origin = new URL(login).origin;
    expect(patches[1]?.[1]).toMatchObject({ issuer: `${origin}/${HOME}/v2.0`, audiences: [audience] });
    expect(stdout).toContain(`\n${origin}/organizations/v2.0/adminconsent?client_id=${CLIENT}&scope=`);
    expect(stdout).toContain(`&scope=${new URL(graph).origin}/.default&redirect_uri=`);
  });

  it('waits until Microsoft Entra knows a new application', async () => {
    const stderr = 'Not Found({"error":{"code":"Request_ResourceNotFound"}})';
    const unknown = az('^rest --method get', { stderr, status: 1, times: 2 });

    const { status, stdout } = await register([PUBLIC, account, unknown, found, patched], { REGISTER_SECONDS: '600' });

    expect(status).toBe(0);
    expect(stdout).toMatch(/^The application is registered/);
  });

  it.each([
    [
      'may not register',
      'Forbidden({"error":{"code":"Authorization_RequestDenied"}})',
      `You may not register applications: ask an Application Developer, a Cloud Application Administrator or a Global Administrator to run 'bash infra/scripts/register-app.sh ${PRINCIPAL} ${HOST}'.\n`,
    ],
    ['meets something else', 'Too Many Requests', 'Microsoft Graph refused: Too Many Requests\n'],
  ])('who %s reads what to do, in a sentence', async (_who, stderr, sentence) => {
    const {
      status,
      stdout,
      stderr: message,
    } = await register([PUBLIC, account, az('^rest --method patch', { stderr, status: 1 })]);

    expect({ status, stdout, message }).toEqual({ status: 1, stdout: '', message: sentence });
  });

  it.each([
    [['the-client', HOST], 'The principal ID the-client is no GUID: take the output PRINCIPAL_ID of the deployment.\n'],
    [
      [PRINCIPAL, `https://${HOST}/`],
      `The host https://${HOST}/ is no host name: give it without https:// and without a path, as in func-usage.azurewebsites.net.\n`,
    ],
  ])('refuses %j before it asks anybody', async (args, sentence) => {
    const programs = await fakePrograms([]);

    const { status, stderr } = await programs.run(['bash', 'infra/scripts/register-app.sh', ...args]);

    expect({ status, stderr }).toEqual({ status: 1, stderr: sentence });
    expect(await programs.calls()).toEqual([]);
  });
});

async function register(outputs: readonly Output[], environment = { REGISTER_SECONDS: '1' }) {
  const programs = await fakePrograms(outputs);
  const ended = await programs.run(['bash', 'infra/scripts/register-app.sh', PRINCIPAL, HOST], environment);
  const calls = (await programs.calls()).map(({ args }) => args);
  const argument = (args: readonly string[], name: string) => args[args.indexOf(name) + 1] ?? '';
  const patches = calls.filter((args) => args.includes('patch'));
  expect(patches.filter((args) => argument(args, '--headers') !== 'Prefer=create-if-missing')).toEqual([]);
  return {
    ...ended,
    patches: patches.map((args) => [argument(args, '--url'), JSON.parse(argument(args, '--body'))] as const),
  };
}
