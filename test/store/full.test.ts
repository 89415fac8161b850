import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { knownTenant } from '../support/known-tenant.ts';
import { describeWith } from '../support/programs.ts';
import { BASE, ended, runCli, temporaryFolder } from '../support/run.ts';
import { startTenant } from '../support/tenant.ts';

describeWith('bash')('a folder that takes no more bytes', () => {
  it('costs no value, says so, and is as good as new when there is room', async () => {
    const known = knownTenant();
    const { environment } = await startTenant(known.fileOf);
    const folder = await temporaryFolder();
    const store = { ...environment, HISTORY_STORE: `file:${folder}` };
    await runCli(['collect'], store);
    const before = await valuesIn(folder);

    expect(before.size).toBeGreaterThanOrEqual(5);

    const { status, stderr } = await collectWithoutRoom(store);

    expect(status).toBeGreaterThan(1);
    expect(stderr).toMatch(/HISTORY_STORE.*EFBIG/);
    expect(await valuesIn(folder)).toEqual(before);
    expect(await runCli(['collect'], store)).toMatchObject({ status: 0 });
    expect(await valuesIn(folder)).toEqual(before);
  });
});

/** No file may grow beyond a kilobyte: a disk that is full, without one. */
async function collectWithoutRoom(environment: Readonly<Record<string, string>>) {
  const command = 'trap "" XFSZ; ulimit -f 1; exec "$0" dist/cli.js collect';
  return ended(spawn('bash', ['-c', command, process.execPath], { env: { ...BASE, ...environment } }));
}

/** The values of every document of history in its newest generation. */
async function valuesIn(folder: string): Promise<ReadonlyMap<string, unknown>> {
  const names = await readdir(join(folder, 'default/history'), { recursive: true });
  const newest = new Map<string, string>();
  for (const name of names
    .filter((file) => /\.json\.v\d+$/.test(file))
    .toSorted((a, b) => generation(a) - generation(b)))
    newest.set(name.replace(/\.v\d+$/, ''), name);
  const documents = [...newest].map(async ([document, name]) => {
    const { series } = JSON.parse(await readFile(join(folder, 'default/history', name), 'utf8'));
    return [document, series] as const;
  });
  return new Map(await Promise.all(documents));
}

function generation(name: string): number {
  return Number(/\d+$/.exec(name)?.[0]);
}
