import { ConfigError, StoreError } from '../errors.ts';
import type { PullOutcome } from '../history/status.ts';
import { isFailed } from '../pull-report.ts';
import { ListenError } from '../server/listen.ts';

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

/** Undefined for what nobody foresaw. */
export function exitOf(error: unknown): Exit | undefined {
  if (error instanceof ConfigError || error instanceof ListenError) return EXIT.usage;
  if (error instanceof StoreError) return EXIT.store;
  return undefined;
}

export function exitOfRun(outcomes: readonly PullOutcome[]): Exit {
  return outcomes.some(isFailed) ? EXIT.failed : EXIT.done;
}
