import { setImmediate } from 'node:timers/promises';
import type { Runtime } from '../../src/system/runtime.ts';
import { TRY_TIMEOUT_MS } from '../../src/system/runtime.ts';
import { NOW } from './report-file.ts';

/** The time of the fake Microsoft, which stands still: no machine is too slow for it. */
export interface Clock extends Pick<Runtime, 'now' | 'startTimer'> {
  /**
   * The response to one try will never come. Once all tries under way are such, and nothing else is going on, time passes
   * until the first timer ends; as the tries began at one moment, it ends them all.
   */
  readonly hang: () => void;
  readonly pass: (ms: number) => void;
}

/** Nothing is read or written, and what was has been dealt with: a report that is being stored may begin another try. */
async function settled(): Promise<void> {
  for (let quiet = 0; quiet < 5; quiet += 1) {
    await setImmediate();
    if (process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))) quiet = 0;
  }
}

export function openClock(): Clock {
  const timers = new Set<{ readonly isTry: boolean; readonly end: number; readonly controller: AbortController }>();
  let passedMs = 0;
  let hanging = 0;
  const pass = (ms: number) => {
    passedMs += ms;
    for (const { end, controller } of timers) if (end <= passedMs) controller.abort();
  };
  const isStuck = () => {
    const tries = [...timers].filter(({ isTry, controller }) => isTry && !controller.signal.aborted);
    return tries.length > 0 && hanging >= tries.length;
  };
  const look = async () => {
    if (isStuck()) await settled();
    if (!isStuck()) return;
    hanging = 0;
    pass(Math.min(...[...timers].map(({ end }) => end).filter((end) => end > passedMs)) - passedMs);
  };
  return {
    now: () => new Date(NOW.getTime() + passedMs),
    startTimer: (ms) => {
      const timer = { isTry: ms === TRY_TIMEOUT_MS, end: passedMs + ms, controller: new AbortController() };
      timers.add(timer);
      const stop = () => {
        timers.delete(timer);
        void look();
      };
      return { signal: timer.controller.signal, stop };
    },
    hang: () => {
      hanging += 1;
      void look();
    },
    pass,
  };
}
