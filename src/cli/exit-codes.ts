import { CommanderError } from 'commander';
import { ConfigError, DeclarationError, StoreError } from '../errors/errors.ts';
import { ListenError } from '../hosts/standalone/listen.ts';
import { failuresOf, type Run } from '../pull/outcome.ts';

/** What the exit status tells a script. */
export const EXIT = {
  done: 0,
  /** Settings or usage, a taken port among them. */
  usage: 1,
  /** It ran, but a report or an exporter failed, or there is no data yet. */
  failed: 2,
  /** The store cannot be read or written. */
  store: 3,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** A command line that cannot be understood is usage; `--help` and `--version` end by an error without a fault. */
export function exitOf(error: unknown): Exit {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const isUsage = [ConfigError, DeclarationError, ListenError].some((kind) => error instanceof kind);
  if (isUsage) return EXIT.usage;
  return error instanceof StoreError ? EXIT.store : EXIT.failed;
}

export function exitOfRun(run: Run): Exit {
  return failuresOf(run).length > 0 ? EXIT.failed : EXIT.done;
}
