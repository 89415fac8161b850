import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpuMs, peakMiB } from './usage.ts';

/** A process of its own, which says on request what it uses. */
export interface Child {
  /** What it said when it was ready. */
  readonly said: Readonly<Record<string, string>>;
  /** User and system, all threads. */
  readonly cpuMs: () => Promise<number>;
  /** The most it has ever held. */
  readonly peakMiB: () => Promise<number>;
  /** After a collection. */
  readonly heapBytes: () => Promise<number>;
  readonly end: () => void;
}

export async function startChild(
  file: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Child> {
  const child = fork(file, args, { env: environment, execArgv: ['--expose-gc'] });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${file} ${args.join(' ')} has ended`)));
  ended.catch(() => {});
  const hear = async <T>(): Promise<T> => {
    const heard: readonly T[] = await Promise.race([once(child, 'message'), ended]);
    const [message] = heard;
    if (message === undefined) throw new Error(`${file} said nothing`);
    return message;
  };
  const ask = (what: keyof typeof REPLIES): Promise<number> => {
    const heard = hear<number>();
    child.send(what);
    return heard;
  };
  return {
    said: await hear<Readonly<Record<string, string>>>(),
    cpuMs: () => ask('cpuMs'),
    peakMiB: () => ask('peakMiB'),
    heapBytes: () => ask('heapBytes'),
    end: () => child.disconnect(),
  };
}

const REPLIES = {
  cpuMs,
  peakMiB,
  heapBytes: () => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  },
};

/** For the child: say that it is ready, reply what it uses, and end with its parent. */
export function beChild(said: Readonly<Record<string, string>>): void {
  process.on('message', (what: keyof typeof REPLIES) => process.send?.(REPLIES[what]()));
  process.on('disconnect', () => process.exit());
  process.send?.(said);
}
