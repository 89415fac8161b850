import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { SHIFT } from '../any-day/clock.ts';
import { REPORT_NAMES } from './known-tenant.ts';

/**
 * What every process gets: the search path, the reports that a `knownTenant` has, and the clock and the time zone of this
 * process, which test/any-day shifts. Every process of the tests is to be started with it.
 */
export const BASE = {
  PATH: process.env.PATH,
  REPORTS: REPORT_NAMES.join(','),
  ...(process.env.NODE_OPTIONS !== undefined && { NODE_OPTIONS: process.env.NODE_OPTIONS }),
  ...(process.env.TZ !== undefined && { TZ: process.env.TZ }),
  get [SHIFT]() {
    return process.env[SHIFT] ?? '0';
  },
};

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command, to its end. Nothing of this process's environment but `BASE` reaches it. */
export async function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return ended(startCli(args, environment));
}

/** The same, without waiting for its end. */
export function startCli(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, ['dist/cli.js', ...args], { env: { ...BASE, ...environment } });
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the output is not piped');
  const [out, error] = await Promise.all([text(stdout), text(stderr), once(child, 'close')]);
  return { status: child.exitCode, stdout: out, stderr: error };
}

/** A process that is ended with the test. */
export function startProcess(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const child = spawn(command, args, { env: { ...BASE, ...environment } });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const killer = setTimeout(() => child.kill('SIGKILL'), 3_000);
    child.kill('SIGTERM');
    await once(child, 'close');
    clearTimeout(killer);
  });
  return child;
}

/** Asks again until it succeeds; the last failure when it never is. */
export async function eventually<T>(ask: () => Promise<T>, withinMs = 300_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A folder that is removed with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'm365-usage-exporter-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  server.close();
  return address === null || typeof address === 'string' ? 0 : address.port;
}
