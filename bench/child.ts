import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface Usage {
  /** User and system. */
  readonly cpuMs: number;
  /** After a collection. */
  readonly heapBytes: number;
}

/** A process of its own, which is asked what it uses. */
export interface Child {
  /** What it said when it was ready. */
  readonly said: Readonly<Record<string, string>>;
  readonly usage: () => Promise<Usage>;
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
  return {
    said: await hear<Readonly<Record<string, string>>>(),
    usage: () => {
      const heard = hear<Usage>();
      child.send('usage');
      return heard;
    },
    end: () => child.disconnect(),
  };
}

/** For the child: say that it is ready, answer what it uses, and end with its parent. */
export function beChild(said: Readonly<Record<string, string>>): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    globalThis.gc?.();
    process.send?.({ cpuMs: (user + system) / 1000, heapBytes: process.memoryUsage().heapUsed } satisfies Usage);
  });
  process.on('disconnect', () => process.exit());
  process.send?.(said);
}
