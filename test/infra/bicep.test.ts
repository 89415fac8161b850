import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import { SNAPSHOTS, snapshotCommand } from '../../infra/templates.ts';
import { describeWith } from '../support/programs.ts';
import { temporaryFolder } from '../support/run.ts';

// A compiler takes its time where others want the processor too.
vi.setConfig({ testTimeout: 600_000 });

const OUT_OF_DATE = 'out of date: npm run generate';

/** Of files whose types are not here; the last two follow from the others. */
const NO_TYPES =
  / BCP192: .*microsoftgraph| BCP029: The resource type is not valid| BCP157: The resource type cannot be determined| BCP062: The referenced declaration with name "application"/;

describeWith('bicep')('the Bicep compiler', () => {
  it('is the one that .ci/bicep.csproj names', () => {
    const [, version] = /Version="\[(.*)\]"/.exec(readFileSync('.ci/bicep.csproj', 'utf8')) ?? [];

    expect(bicep('--version').stdout).toMatch(new RegExp(`^Bicep CLI version ${version} `));
  });

  it.each(['infra/main.bicep', 'test/infra/snapshots/app-settings.bicep'])('has nothing to say of %s', (file) => {
    expect(bicep('lint', file)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it.each(['graph-app', 'graph-grant'])(
    'says of %s.bicep only that the types of Microsoft Graph are not here',
    (name) => {
      process.stderr.write(`\nONLY PARSED: ${name}.bicep, since its types come from a registry of Microsoft\n\n`);

      const warnings = bicep('lint', `infra/${name}.bicep`).stderr.split('\n');

      expect(warnings.filter((line) => line !== '' && !NO_TYPES.test(line))).toEqual([]);
    },
  );

  it('would format nothing otherwise', async () => {
    const folder = await temporaryFolder();
    cpSync('infra', join(folder, 'infra'), { recursive: true });

    expect(bicep('format', '--pattern', join(folder, '**/*.bicep'))).toMatchObject({ status: 0 });

    const changed = globSync('infra/**/*.bicep').filter(
      (file) => readFileSync(file, 'utf8') !== readFileSync(join(folder, file), 'utf8'),
    );
    expect(changed, 'npm run generate').toEqual([]);
  });

  it('makes infra/main.json of infra/main.bicep', () => {
    const built = bicep('build', 'infra/main.bicep', '--stdout').stdout;

    expect(built === readFileSync('infra/main.json', 'utf8'), OUT_OF_DATE).toBe(true);
  });

  it.each([
    ['as azd sets it', { AZURE_ENV_NAME: 'prod', AZURE_LOCATION: 'northeurope' }, 'prod', 'northeurope'],
    ['empty', { AZURE_ENV_NAME: 'prod', AZURE_LOCATION: '' }, 'prod', ''],
    ['unset', {}, 'm365', ''],
  ])('takes the location %s, and a name', (_how, environment, environmentName, location) => {
    expect(parametersWith(environment)).toMatchObject({
      environmentName: { value: environmentName },
      location: { value: location },
    });
  });

  it('takes a name as long as azd allows, and no empty one', () => {
    const longest = 'a'.repeat(64);

    expect(parametersWith({ AZURE_ENV_NAME: longest })).toMatchObject({ environmentName: { value: longest } });
    expect(() => parametersWith({ AZURE_ENV_NAME: '' })).toThrow(/BCP333/);
    expect(() => parametersWith({ AZURE_ENV_NAME: `${longest}a` })).toThrow(/BCP332/);
  });
});

describeWith('bicep')('what would be deployed', () => {
  // `--mode validate` does not look at outputs, which the app settings are; nor does the order of keys say anything.
  it.each(SNAPSHOTS)('with %s is as it was', async (file) => {
    const folder = await temporaryFolder();
    const copy = join(folder, basename(file));
    const parameters = await readFile(file, 'utf8');
    await writeFile(
      copy,
      parameters.replace(/^using '(.*)'/m, (_, to) => `using '${relative(folder, resolve(dirname(file), to))}'`),
    );
    const { status, stderr } = bicep(...snapshotCommand(copy));

    expect({ status, text: status === 0 ? '' : stderr }).toEqual({ status: 0, text: '' });
    expect(await snapshotBeside(copy), OUT_OF_DATE).toEqual(await snapshotBeside(file));
  });
});

async function snapshotBeside(parameters: string): Promise<unknown> {
  return JSON.parse(await readFile(parameters.replace(/bicepparam$/, 'snapshot.json'), 'utf8'));
}

describeWith('bicep')('parameters that cannot be', () => {
  it.each([
    [
      "withPrivateNetwork = true\nparam networkAddressPrefix = '10.0.0.0/27'",
      'networkAddressPrefix has to be /26 or larger, since it holds two subnets of /27: it is 10.0.0.0/27.',
    ],
    [
      "virtualNetworkSubnetResourceId = '/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/s'",
      'virtualNetworkSubnetResourceId and privateEndpoints with the service blob belong together: set both, or neither.',
    ],
    [
      "withManyTenants = true\nparam virtualNetworkSubnetResourceId = '/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/s'\nparam privateEndpoints = [{ service: 'blob', subnetResourceId: '/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/e' }]",
      'withManyTenants takes privateEndpoints with the service queue too, or tenantDispatch with the value pool.',
    ],
    ["settings = { REPORT: 'all' }", 'BCP089'],
    ['settings = { WINDOW_DAYS: 30 }', 'BCP036'],
    ["nodeVersion = '20'", 'BCP033'],
    ["names = { storageAccount: 'st-contoso-usage-with-a-long-name' }", 'BCP332'],
  ])('are refused: %s', async (parameter, message) => {
    const file = join(await temporaryFolder(), 'refused.bicepparam');
    await writeFile(
      file,
      `using '${relative(dirname(file), resolve('infra/main.bicep'))}'\nparam environmentName = 'prod'\nparam ${parameter}\n`,
    );

    const { status, stderr } = bicep(...snapshotCommand(file));

    expect(status).not.toBe(0);
    expect(stderr).toContain(message);
  });
});

function parametersWith(environment: Readonly<Record<string, string>>) {
  const { AZURE_ENV_NAME, AZURE_LOCATION, AZURE_PRINCIPAL_ID, ...rest } = process.env;
  const args = ['build-params', 'infra/main.bicepparam', '--stdout'];
  const { status, stdout, stderr } = spawnSync('bicep', args, { encoding: 'utf8', env: { ...rest, ...environment } });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(JSON.parse(stdout).parametersJson).parameters;
}

function bicep(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('bicep', args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}
