import type { Config } from './config.ts';
import { ReportError } from './errors.ts';
import { ExportError, type MetricPoint, type PushExporter, toMetricPoints } from './export/exporter.ts';
import { type LoadDeps, loadFamilies } from './load-families.ts';
import type { Log } from './log.ts';
import type { Family } from './metrics/point.ts';
import { openExporters } from './open-exporters.ts';
import type { Accepted, ExportOutcome } from './store/push-schemas.ts';
import { type PushStore, toPush, withAccepted } from './store/push-store.ts';

/** The pushes of a run, and between runs. */
export interface Push {
  readonly all: () => Promise<readonly ExportOutcome[]>;
  /** To the exporters whose last push failed. */
  readonly again: () => Promise<readonly ExportOutcome[]>;
  /** What has no date, to the exporters that want it repeated; nothing before the first run. */
  readonly repeated: () => Promise<readonly ExportOutcome[]>;
}

export async function openPush(
  deps: LoadDeps & { readonly config: Config; readonly log: Log; readonly hasRun: () => Promise<boolean> },
): Promise<Push> {
  const { config, pushes, hasRun } = deps;
  const isPushed = config.exporters.some((name) => name !== 'prometheus');
  const exporters = isPushed ? await openExporters(config) : [];

  const pushAll = async (chosen: readonly PushExporter[]) => {
    if (chosen.length === 0) return [];
    const outcomes = await pushPoints(() => Array.fromAsync(loadFamilies(deps)), chosen, deps);
    await pushes.addOutcomes(outcomes);
    return outcomes;
  };
  return {
    all: () => pushAll(exporters),
    again: async () => ((await hasRun()) ? pushAll(exporters.filter(await isBehind(exporters, pushes))) : []),
    repeated: async () => {
      const repeating = exporters.filter(({ repeats }) => repeats);
      if (repeating.length === 0 || !(await hasRun())) return [];
      const outcomes = await pushPoints(() => loadUndated(deps), repeating, {
        ...deps,
        log: { ...deps.log, info: deps.log.debug },
      });
      // A part that succeeds does not mend a whole that failed: dated points are still missing.
      const behind = repeating.filter(await isBehind(repeating, pushes)).map(({ name }) => name);
      await pushes.addOutcomes(
        outcomes.filter(({ exporter, failure }) => failure !== undefined || !behind.includes(exporter)),
      );
      return outcomes;
    },
  };
}

/** What has a date is let go at once: there is far more of it. */
async function loadUndated(deps: LoadDeps): Promise<readonly Family[]> {
  const undated: Family[] = [];
  for await (const family of loadFamilies(deps)) {
    if (family.points.every(({ date }) => date === undefined)) undated.push(family);
  }
  return undated;
}

/** Whether an exporter lacks points: its last push failed, went elsewhere, or there was none. */
async function isBehind(
  exporters: readonly PushExporter[],
  pushes: PushStore,
): Promise<(exporter: PushExporter) => boolean> {
  const statuses = exporters.length > 0 ? await pushes.loadStatuses() : {};
  return ({ name, target }) => {
    const last = statuses[name]?.last;
    return last === undefined || last.failure !== undefined || last.target !== target;
  };
}

/** For an exporter, its retries included; a run must end before its host ends it. */
export const PUSH_TIME_MS = 60_000;

export interface PushDeps {
  readonly pushes: PushStore;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Push to every exporter, each failing alone. Dated points go out when an exporter has not accepted their value yet;
 * everything else always, and first. What was accepted is looked up before history is: what is older cannot go out over
 * what is newer.
 *
 * @throws StoreError
 */
export async function pushPoints(
  load: () => Promise<readonly Family[]>,
  exporters: readonly PushExporter[],
  deps: PushDeps,
): Promise<readonly ExportOutcome[]> {
  const ledgers = await Promise.all(exporters.map(({ name, target }) => deps.pushes.loadAccepted(name, target)));
  const points = toMetricPoints(await load()).toSorted((a, b) => Number(isDated(a)) - Number(isDated(b)));
  return Promise.all(exporters.map((exporter, index) => pushTo(exporter, points, ledgers[index] ?? {}, deps)));
}

function isDated({ point }: MetricPoint): boolean {
  return point.date !== undefined;
}

async function pushTo(
  exporter: PushExporter,
  points: readonly MetricPoint[],
  before: Accepted,
  deps: PushDeps,
): Promise<ExportOutcome> {
  const { name, target } = exporter;
  const accepted: MetricPoint[] = [];
  const ended = await exporter
    .push(toPush(points, before), (batch) => accepted.push(...batch), AbortSignal.timeout(PUSH_TIME_MS))
    .then(
      (leftOut) => ({ leftOut, failure: undefined }),
      (error: unknown) => ({ leftOut: undefined, failure: toSentence(error) }),
    );
  const { leftOut, failure } = ended;

  const dated = accepted.filter(isDated);
  if (dated.length > 0) await deps.pushes.saveAccepted(name, target, (known) => withAccepted(known, dated));
  if (failure === undefined) deps.log.info(`${name}: ${accepted.length - (leftOut?.points ?? 0)} points accepted`);
  else deps.log.error(`${name}: ${failure}`);
  if (leftOut !== undefined) deps.log.warn(`${name}: ${leftOut.points} points were ${leftOut.why}`);
  return { exporter: name, target, at: deps.now().toISOString(), ...(failure !== undefined && { failure }) };
}

/** Of an error that nobody foresaw only the kind: its message may quote a key. */
function toSentence(error: unknown): string {
  if (error instanceof ExportError || error instanceof ReportError) return error.message;
  return `the push failed (${error instanceof Error ? error.name : 'unknown error'}); a later run tries again`;
}
