import { expect, it } from 'vitest';
import { fakePrograms, type Output } from '../support/fake-programs.ts';
import { describeWith } from '../support/programs.ts';

const GRAPH = 'https://graph.microsoft.com/v1.0/servicePrincipals';
const ASSIGNMENTS = `${GRAPH}/principal/appRoleAssignments`;
const DELEGATED_ROLE = { id: 'delegated', value: 'Reports.Read.All', allowedMemberTypes: ['User'] };
const ROLE = { id: 'role', value: 'Reports.Read.All', allowedMemberTypes: ['Application'] };
const OTHER_ROLE = { id: 'other', value: 'Directory.Read.All', allowedMemberTypes: ['Application'] };

const rest = (args: string, more: Partial<Output>): Output => ({ program: 'az', args: `^rest ${args}`, ...more });

const graph: readonly Output[] = [
  {
    program: 'az',
    args: '^cloud show',
    json: { endpoints: { microsoftGraphResourceId: 'https://graph.microsoft.com/' } },
  },
  rest("--method get --url .*appId='00000003-0000-0000-c000-000000000000'", { json: { id: 'graph' } }),
  rest('--method get --url .*/servicePrincipals/graph ', { json: { appRoles: [DELEGATED_ROLE, OTHER_ROLE, ROLE] } }),
];

describeWith('bash')('grant-graph.sh', () => {
  it('gives the identity the application permission Reports.Read.All, and nothing else', async () => {
    const { status, stdout, posted } = await grant([
      rest('--method get --url .*appRoleAssignments', { json: { value: [{ appRoleId: 'role', resourceId: 'else' }] } }),
      rest('--method post', { json: { id: 'new' } }),
    ]);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^principal now has Reports\.Read\.All/);
    expect(posted).toEqual([[ASSIGNMENTS, { principalId: 'principal', resourceId: 'graph', appRoleId: 'role' }]]);
  });

  it('says so when the identity has it already', async () => {
    const { status, stdout, posted } = await grant([
      rest('--method get --url .*appRoleAssignments', {
        json: { value: [{ id: 'old', appRoleId: 'role', resourceId: 'graph' }] },
      }),
    ]);

    expect({ status, stdout, posted }).toEqual({
      status: 0,
      stdout: 'principal already has Reports.Read.All.\n',
      posted: [],
    });
  });

  it.each([
    [
      'may not grant',
      'Forbidden({"error":{"code":"Authorization_RequestDenied"}})',
      /Privileged Role Administrator.*AppRoleAssignment\.ReadWrite\.All.*'bash infra\/scripts\/grant-graph\.sh principal'/,
    ],
    ['has a wrong ID', 'Not Found({"error":{"code":"Request_ResourceNotFound"}})', /not the client ID/],
    ['meets something else', 'Too Many Requests', /^Microsoft Graph refused: Too Many Requests/],
  ])('who %s reads what to do, in a sentence', async (_who, stderr, sentence) => {
    const { status, stderr: message } = await grant([
      rest('--method get --url .*appRoleAssignments', { json: { value: [] } }),
      rest('--method post', { stderr, status: 1 }),
    ]);

    expect(status).toBe(1);
    expect(message).toMatch(sentence);
    expect(message.trim().split('\n')).toHaveLength(1);
  });

  it('waits until Microsoft Entra knows a new identity', async () => {
    const unknown = 'Not Found({"error":{"code":"Request_ResourceNotFound"}})';

    const { status, stdout } = await grant(
      [
        rest('--method get --url .*appRoleAssignments', { stderr: unknown, status: 1, times: 2 }),
        rest('--method get --url .*appRoleAssignments', { json: { value: [] } }),
        rest('--method post', { json: { id: 'new' } }),
      ],
      { GRANT_SECONDS: '600' },
    );

    expect(status).toBe(0);
    expect(stdout).toMatch(/^principal now has Reports\.Read\.All/);
  });

  it('takes a grant that another made meanwhile for what it is', async () => {
    const { status, stdout, stderr } = await grant([
      rest('--method get --url .*appRoleAssignments', { json: { value: [] } }),
      rest('--method post', { stderr: 'Permission being assigned already exists on the object', status: 1 }),
    ]);

    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: 'principal already has Reports.Read.All.\n',
    });
  });

  it('grants nothing while it cannot read what is granted', async () => {
    const { status, posted } = await grant([
      rest('--method get --url .*appRoleAssignments', { stderr: 'Forbidden', status: 1 }),
      rest('--method post', { json: { id: 'new' } }),
    ]);

    expect({ status, posted }).toEqual({ status: 1, posted: [] });
  });
});

async function grant(outputs: readonly Output[], environment = { GRANT_SECONDS: '1' }) {
  const programs = await fakePrograms([...graph, ...outputs]);
  const ended = await programs.run(['bash', 'infra/scripts/grant-graph.sh', 'principal'], environment);
  const posts = (await programs.calls()).filter(({ args }) => args.includes('post'));
  const argument = (args: readonly string[], name: string) => args[args.indexOf(name) + 1] ?? '';
  return { ...ended, posted: posts.map(({ args }) => [argument(args, '--url'), JSON.parse(argument(args, '--body'))]) };
}
