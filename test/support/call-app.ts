import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { BASE, ended } from './run.ts';

export interface Called {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly error?: string;
  readonly bindings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly logs?: readonly { readonly level: string; readonly message: string }[];
}

export interface Where {
  /** Where `dist/functions.js` is. */
  readonly folder?: string;
  /** Everything else on the disk is closed to the process. */
  readonly isAlone?: boolean;
  /** The Node.js to run it on; undefined: that of the tests. */
  readonly node?: string;
}

const DRIVER = resolve('test/support/functions-driver.cjs');
const CORE = resolve('test/support/functions-core.cjs');

/** A process of its own for the app as built; each call with what came of it. */
export async function callApp(
  calls: readonly string[],
  environment: Readonly<Record<string, string>>,
  { folder = '.', isAlone = false, node = process.execPath }: Where = {},
): Promise<readonly Called[]> {
  const readable = [DRIVER, CORE, folder].map((path) => `--allow-fs-read=${path}`);
  const driver = spawn(node, [...(isAlone ? ['--permission', ...readable] : []), DRIVER, ...calls], {
    cwd: folder,
    env: { ...BASE, ...environment },
  });
  const { stdout, stderr, status } = await ended(driver);
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line): Called => JSON.parse(line));
}
