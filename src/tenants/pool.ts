import type { TenantState } from './tenant-state.ts';

/**
 * Whom a tenant may run beside: tenants whose last run ran out of time have a quarter of the slots, so that they never
 * hold all; one whose runs end with their process runs alone, so that it takes nobody along.
 */
export type Lane = 'normal' | 'slow' | 'alone';

export interface Waiting {
  readonly key: string;
  readonly lane: Lane;
}

export function laneOf(state: TenantState | undefined): Lane {
  if (state?.state === 'crashing') return 'alone';
  return state?.isSlow === true ? 'slow' : 'normal';
}

/** Who of those that wait begins now; undefined where nobody may. */
export function nextToRun<T extends Waiting>(
  waiting: readonly T[],
  running: readonly Waiting[],
  size: number,
): T | undefined {
  if (running.length >= size || running.some(({ lane }) => lane === 'alone')) return undefined;
  const first = (lane: Lane) => waiting.find((one) => one.lane === lane);
  const alone = first('alone');
  if (alone !== undefined) return first('normal') ?? (running.length === 0 ? alone : undefined);
  const slow = running.filter(({ lane }) => lane === 'slow').length;
  return first('normal') ?? (slow < Math.max(1, Math.floor(size / 4)) ? first('slow') : undefined);
}

/** Pulls tenants some at a time, until it is told to end. */
export interface Pool {
  /** Those that neither wait nor run already. */
  readonly add: (tenants: readonly Waiting[]) => void;
  /** Resolves when nobody waits or runs. */
  readonly idle: () => Promise<void>;
}

/** @param run never rejects */
export function createPool(size: number, run: (key: string) => Promise<void>, signal: AbortSignal): Pool {
  const waiting: Waiting[] = [];
  const running = new Set<Waiting>();
  let whenIdle: (() => void)[] = [];
  const startWhoMay = (): void => {
    if (signal.aborted) waiting.length = 0;
    for (let next = nextToRun(waiting, [...running], size); next; next = nextToRun(waiting, [...running], size)) {
      const one = next;
      waiting.splice(waiting.indexOf(one), 1);
      running.add(one);
      run(one.key).finally(() => {
        running.delete(one);
        startWhoMay();
      });
    }
    if (waiting.length + running.size > 0) return;
    for (const tell of whenIdle) tell();
    whenIdle = [];
  };
  return {
    add: (tenants) => {
      const known = new Set([...waiting, ...running].map(({ key }) => key));
      waiting.push(...tenants.filter(({ key }) => !known.has(key)));
      startWhoMay();
    },
    idle: () =>
      new Promise((resolve) => {
        whenIdle.push(resolve);
        startWhoMay();
      }),
  };
}
