import { spawn } from 'node:child_process';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { knownTenant } from '../support/known-tenant.ts';
import { startPulls } from '../support/pulls.ts';
import { BASE, ended, runCli, temporaryFolder } from '../support/run.ts';

const UNRESOLVED = '@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/storage)';
const SENTENCE =
  'AzureWebJobsStorage is a reference to Key Vault that was not resolved; on Azure check the name of the secret and give ' +
  'the identity in keyVaultReferenceIdentity the role Key Vault Secrets User, elsewhere set the value itself\n';

describe('what is wrong with AzureWebJobsStorage', () => {
  it.each(['serve', 'collect', 'metrics', 'reports'])(
    'is said by %s in the sentence of all others',
    async (command) => {
      const env = { HISTORY_STORE: 'blob:usage-reports', AzureWebJobsStorage: UNRESOLVED };

      expect(await runCli([command], env)).toEqual({
        status: 1,
        stdout: '',
        stderr: `The settings need a correction:\n- ${SENTENCE}`,
      });
    },
  );

  it('is said by check line by line', async () => {
    const { run } = await startPulls(knownTenant().fileOf, { HISTORY_STORE: 'blob:usage-reports' });

    expect(await run('check', { AzureWebJobsStorage: UNRESOLVED })).toEqual({
      status: 1,
      stdout: `FAIL  settings   ${SENTENCE}`,
      stderr: '',
    });
    const { status, stdout } = await run('check', { AzureWebJobsStorage: 'AccountName=contoso' });
    expect(status).toBe(1);
    expect(stdout).toContain(
      'FAIL  store      AzureWebJobsStorage is no connection string of a storage account; copy it from the portal\n',
    );
  });
});

describe('a name that is almost a setting', () => {
  it('is reported by check and by a run, which go on', async () => {
    const { run } = await startPulls(knownTenant().fileOf, { WINDOWS_DAYS: '7' });
    const warning = 'WINDOWS_DAYS is no setting and has no effect; did you mean WINDOW_DAYS?\n';

    expect((await run('check')).stdout).toContain(`warn  settings   ${warning}`);
    const { status, stderr } = await run();
    expect(status).toBe(0);
    expect(stderr).toContain(`warn  ${warning}`);
  });
});

describe('the demo', () => {
  it('says where it cannot write, in the sentence of the store', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, '.data'), '');

    const { status, stderr } = await ended(inFolder(folder, ['demo'], { PORT: '0' }));

    expect(status).toBe(3);
    expect(stderr).toMatch(
      /^The folder \.data\/demo \(below the current folder, for Prometheus and Grafana\) does not work: a part of its path is a file \((ENOTDIR|EEXIST)\); choose another folder\n$/,
    );
  });

  it('says that there is no room for temporary files', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');

    const { status, stderr } = await runCli(['demo'], { PORT: '0', TMPDIR: file, TEMP: file });

    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: `The folder ${file} for temporary files (TMPDIR, on Windows TEMP) does not work: a part of its path is a file (ENOTDIR); choose another folder\n`,
    });
  });
});

describe('a server', () => {
  it('says that HOST is not of this machine', async () => {
    const { status, stderr } = await runCli(['serve'], {
      HOST: '192.0.2.1',
      HISTORY_STORE: `file:${await temporaryFolder()}`,
    });

    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'http://192.0.2.1:9464 cannot be served (EADDRNOTAVAIL): HOST is no address of this machine; use 127.0.0.1, or 0.0.0.0 for every network\n',
    });
  });
});

describe('backfill --output', () => {
  it.each([
    ['missing/past.om', 'its folder is not there (ENOENT); name a file in a folder that exists'],
    ['folder', 'it is a folder (EISDIR); name a file'],
    ['file/past.om', 'a part of its path is a file (ENOTDIR); choose another folder'],
  ])('says what is wrong with %s', async (name, advice) => {
    const { run, folder } = await startPulls(knownTenant().fileOf);
    await Promise.all([mkdir(join(folder, 'folder')), writeFile(join(folder, 'file'), '')]);
    await run();
    const output = join(folder, name);

    expect(await run(['backfill', '--output', output])).toEqual({
      status: 1,
      stdout: '',
      stderr: `The settings need a correction:\n- --output ${output} cannot be written: ${advice}\n`,
    });
  });
});

describe.skipIf(process.platform !== 'linux')('an output without room', () => {
  it('fails the command in a sentence', async () => {
    const full = await open('/dev/full', 'w');
    onTestFinished(() => full.close());
    const child = spawn(process.execPath, ['dist/cli.js', 'reports'], {
      env: BASE,
      stdio: ['ignore', full.fd, 'pipe'],
    });
    const said: string[] = [];
    child.stderr?.on('data', (chunk) => said.push(String(chunk)));
    const status = await new Promise((done) => child.once('close', done));

    expect({ status, stderr: said.join('') }).toEqual({
      status: 2,
      stderr: 'The output cannot be written (ENOSPC); make room where it goes, or send it elsewhere\n',
    });
  });
});

function inFolder(cwd: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
  return spawn(process.execPath, [resolve('dist/cli.js'), ...args], { cwd, env: { ...BASE, ...environment } });
}
