import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sentenceOf } from '../../src/errors/sentence-of.ts';
import { temporaryFolder } from '../support/run.ts';

it('gives the advice for folders for what is of files', async () => {
  const path = join(await temporaryFolder(), 'none');

  expect(sentenceOf(await errorOf(readFile(path)))).toContain("none': the drive, the share or a folder on the way");
});

it('gives it neither for a socket nor for a program, whose codes have the same names', async () => {
  const socket = connect(join(await temporaryFolder(), 'none'));
  const program = spawn('m365-no-such-program');
  const errors = await Promise.all([once(socket, 'error'), once(program, 'error')]);

  for (const [error] of errors) {
    expect(error.code).toBe('ENOENT');
    expect(sentenceOf(error)).toMatch(/^An unexpected error: .*; open an issue/);
  }
  expect(sentenceOf(Object.assign(new Error('no room'), { code: 'ENOSPC' }))).toMatch(/^An unexpected error: /);
});

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
