import { setTimeout } from 'node:timers/promises';
import type { RevisedTenant } from './revised-tenant.ts';
import { ended, startCli } from './run.ts';
import type { WatchedStore } from './watched-store.ts';

export interface Crashed {
  /** How long the work took of a pull that had ended before. */
  readonly workedMs: number | undefined;
  readonly unfinishedWrites: number;
  /** The reports whose values and outcome the pull had reported as stored. */
  readonly acknowledged: readonly string[];
}

/** How long a pull takes: until its first download, and from there to its end. */
export interface Pace {
  readonly startMs: number;
  readonly workMs: number;
}

type Environment = Readonly<Record<string, string>>;

export async function measurePull(environment: Environment, tenant: RevisedTenant): Promise<Pace> {
  const began = performance.now();
  const first = nextDownload(tenant).then(() => performance.now());
  const { status, stderr } = await ended(startCli(['collect'], environment));
  if (status !== 0) throw new Error(stderr);
  const startMs = (await first) - began;
  return { startMs, workMs: performance.now() - began - startMs };
}

/** One moment in ten lies before the first download: there is nothing to lose there. */
const SHARE_OF_START = 0.1;

/** A pull as a process of its own, killed at a moment between 0, its beginning, and 1, its end. */
export async function crashPull(
  moment: number,
  pace: Pace,
  environment: Environment,
  tenant: RevisedTenant,
  watched: WatchedStore,
): Promise<Crashed> {
  const first = nextDownload(tenant).then(() => performance.now());
  const child = startCli(['collect'], environment);
  const end = ended(child);
  const worked = Promise.all([first, end]).then(([began]) => performance.now() - began);
  if (moment < SHARE_OF_START) {
    await setTimeout((moment / SHARE_OF_START) * pace.startMs);
  } else {
    await Promise.race([first, end]);
    await setTimeout(((moment - SHARE_OF_START) / (1 - SHARE_OF_START)) * pace.workMs);
  }
  const isOver = child.exitCode !== null;
  child.kill('SIGKILL');
  const name = environment.TENANT_ID ?? '';
  const atKill = watched.unfinishedWrites(name);
  const { stderr } = await end;
  const unfinishedWrites = Math.max(await atKill, await watched.unfinishedWrites(name));
  const acknowledged = [...stderr.matchAll(/^info {2}(get\w+): /gm)].map(([, report = '']) => report);
  return { workedMs: isOver ? await worked : undefined, unfinishedWrites, acknowledged };
}

function nextDownload(tenant: RevisedTenant): Promise<void> {
  return new Promise((resolve) => {
    tenant.onDownload = resolve;
  });
}
