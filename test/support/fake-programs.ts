import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SHIFT } from '../any-day/clock.ts';
import { BASE, type Ended, ended, temporaryFolder } from './run.ts';

export interface Output {
  readonly program: string;
  /** A regular expression for the arguments. */
  readonly args: string;
  /** What `--query` is applied to. */
  readonly json?: unknown;
  /** Printed as it is. */
  readonly text?: string;
  readonly stderr?: string;
  readonly status?: number;
  /** How often it is given; after that the next one that matches is. */
  readonly times?: number;
}

export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly stdin: string;
}

type Command = readonly [string, ...string[]];

const PROGRAMS = ['az', 'gh', 'npm'];

/** Programs of these names, first in the search path, that print what they are given; and the real curl, watched. */
export async function fakePrograms(outputs: readonly Output[]) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'outputs.json'), JSON.stringify(outputs));
  await writeFile(join(folder, 'calls.jsonl'), '');
  await writeFile(join(folder, 'curl.txt'), '');
  const fake = resolve('test/support/fake-program.cjs');
  for (const name of PROGRAMS) await install(name, `exec '${process.execPath}' '${fake}' ${name} "$@"`);
  const curl = spawnSync('sh', ['-c', 'command -v curl'], { encoding: 'utf8' }).stdout.trim();
  await install('curl', `printf '%s\\n' "$*" >>"$FAKE_FOLDER/curl.txt"\nexec '${curl}' "$@"`);

  async function install(name: string, script: string): Promise<void> {
    await writeFile(join(folder, 'bin', name), `#!/usr/bin/env bash\n${script}\n`);
    await chmod(join(folder, 'bin', name), 0o755);
  }

  // What is not Node.js does not know of a clock that is shifted, see test/any-day.
  const real = spawnSync('sh', ['-c', 'command -v date'], { encoding: 'utf8' }).stdout.trim();
  const seconds = Math.round(Number(BASE[SHIFT]) / 1000);
  if (seconds !== 0)
    await install('date', `[ "$*" = +%s ] && exec '${real}' -d "${seconds} seconds" +%s\nexec '${real}' "$@"`);

  const environment = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, FAKE_FOLDER: folder, POLL_SECONDS: '0.05' };
  return {
    /** To its end, in the folder of the project unless another is named. */
    run: (command: Command, more: Readonly<Record<string, string>> = {}, cwd = '.'): Promise<Ended> => {
      const [program, ...args] = command;
      const env = { ...environment, ...more };
      return ended(spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }));
    },
    calls: async (): Promise<readonly Call[]> => {
      const text = await readFile(join(folder, 'calls.jsonl'), 'utf8');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line): Call => JSON.parse(line));
    },
    /** The arguments of every call, of curl too: what any user of the machine could see. */
    visible: async (): Promise<string> =>
      (await Promise.all(['calls.jsonl', 'curl.txt'].map((file) => readFile(join(folder, file), 'utf8')))).join(''),
  };
}
