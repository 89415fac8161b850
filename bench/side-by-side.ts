import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Length {
  /** As often as it takes for medians that repeat, or just often enough to see that it runs. */
  readonly times: (full: number, quick: number) => number;
}

/** The median of what each of several things measures; they take turns, so that what else the machine does meets all. */
export async function medians<K extends string>(
  times: number,
  measured: Readonly<Record<K, () => Promise<number>>>,
): Promise<(name: K) => number> {
  const rounds = await inTurns(times, measured);
  return (name) => medianOf(rounds.map((round) => round[name] ?? Number.NaN));
}

/** What each of several things gives, in rounds in which each has its turn. */
export async function inTurns<T>(
  times: number,
  measured: Readonly<Record<string, () => Promise<T>>>,
): Promise<readonly Readonly<Record<string, T>>[]> {
  const rounds: Record<string, T>[] = [];
  for (let time = 0; time < times; time += 1) {
    const round: Record<string, T> = {};
    for (const [name, measure] of Object.entries(measured)) round[name] = await measure();
    rounds.push(round);
  }
  return rounds;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export async function millisecondsOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export interface Started {
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Run Node.js once, to its end. What it printed is returned; that it failed is an error. */
export async function runNode(args: readonly string[], { folder, environment }: Started = {}): Promise<string> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(folder !== undefined && { cwd: folder }),
    env: environment ?? process.env,
  });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}: ${Buffer.concat(errors)}`);
  return Buffer.concat(out).toString();
}
