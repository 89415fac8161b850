import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { createExpositionStore, toText } from '../../src/store/exposition-store.ts';
import { createFolderStore } from '../../src/store/folder.ts';
import { type Ended, temporaryFolder } from '../support/run.ts';

const PLACE = resolve(process.env.WINDOWS_PLACE ?? '');
const DRIVE_C = join(PLACE, 'root/root/wine/drive_c');

type Environment = Readonly<Record<string, string>>;

/** A process of Node.js for Windows, which ends with the test. */
export interface WindowsProcess {
  readonly kill: () => void;
  /** What it has printed so far. */
  readonly output: () => Promise<string>;
  readonly ended: Promise<Ended>;
}

export async function startOnWindows(args: readonly string[], environment: Environment = {}): Promise<WindowsProcess> {
  const folder = await temporaryFolder();
  const [out, err] = [join(folder, 'out'), join(folder, 'err')];
  const files = await Promise.all([open(out, 'w'), open(err, 'w')]);
  const env = { PATH: process.env.PATH, ...environment };
  const stdio = ['ignore', ...files.map(({ fd }) => fd)] as const;
  const child = spawn('bash', ['test/windows/run-on-windows.sh', PLACE, ...args], { env, stdio: [...stdio] });
  const closed = once(child, 'close');
  onTestFinished(() => end(child, closed));
  await Promise.all(files.map((file) => file.close()));
  const text = (file: string) => readFile(file, 'utf8');
  return {
    kill: () => void child.kill('SIGKILL'),
    output: async () => (await text(out)) + (await text(err)),
    ended: closed.then(async () => ({ status: child.exitCode, stdout: await text(out), stderr: await text(err) })),
  };
}

async function end(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL');
  await closed;
}

export async function runOnWindows(args: readonly string[], environment: Environment = {}): Promise<Ended> {
  return (await startOnWindows(args, environment)).ended;
}

/** A folder on drive C:, and where Linux finds it. */
export async function folderOnWindows(): Promise<{ readonly here: string; readonly there: string }> {
  const here = await mkdtemp(join(DRIVE_C, 'm365-'));
  return { here, there: `C:\\${here.slice(DRIVE_C.length + 1)}` };
}

/** What the store in a folder has to serve. */
export async function storedText(folder: string): Promise<string> {
  const stored = await createExpositionStore(createFolderStore(folder), 'default').load();
  if (typeof stored !== 'object') throw new Error('nothing is stored');
  return (await toText(stored.exposition)).toString();
}
