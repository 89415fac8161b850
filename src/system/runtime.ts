import { setTimeout as wait } from 'node:timers/promises';
import type { buildConnector } from 'undici';

/** Below the ten minutes of `functionTimeout` in host.json; what is left is for the store, pushes and rendering. */
export const RUN_TIME_MS = 7.5 * 60_000;

/** Graph prepares a file before it responds; what takes longer than a minute is stuck. */
export const TRY_TIMEOUT_MS = 60_000;

/** Ends what takes longer than it may. */
export interface Timer {
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  /** What was timed has ended. */
  readonly stop: () => void;
}

/** The clock, the time limits and the connections of a run. */
export interface Runtime {
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly startTimer: (ms: number) => Timer;
  /** After which a run asks Graph for nothing more. */
  readonly runTimeMs: number;
  /** For one response of Graph with its download, and for a token. */
  readonly tryTimeoutMs: number;
  /** How sockets to Graph and the download host are opened; undefined: as undici does. */
  readonly connect?: buildConnector.connector;
}

export const SYSTEM_RUNTIME: Runtime = {
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
  startTimer,
  runTimeMs: RUN_TIME_MS,
  tryTimeoutMs: TRY_TIMEOUT_MS,
};

/** `AbortSignal.timeout` cannot be stopped: the ninety of a pull would stay for a minute after it, with all they refer to. */
function startTimer(ms: number): Timer {
  const controller = new AbortController();
  const end = () => controller.abort(new DOMException('The time is over', 'TimeoutError'));
  const timer = setTimeout(end, ms).unref();
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}
