import { ReportError } from './errors.ts';
import { ExportError, type MetricPoint, type PushExporter, toMetricPoints } from './export/exporter.ts';
import { type LoadDeps, loadFamilies } from './load-families.ts';
import type { Log } from './log.ts';
import type { Family } from './metrics/point.ts';
import { openExporters } from './open-exporters.ts';
import { type ExportOutcome, type PushStore, toPush, withAccepted } from './store/push-store.ts';

/** The pushes of a run, and between runs. */
export interface Push {
  readonly all: () => Promise<readonly ExportOutcome[]>;
  /** To the exporters whose last push failed. */
  readonly again: () => Promise<readonly ExportOutcome[]>;
  /** What has no date, to the exporters that want it repeated; nothing before the first run. */
  readonly repeated: () => Promise<readonly ExportOutcome[]>;
}

export async function openPush(
  deps: LoadDeps & { readonly log: Log; readonly hasRun: () => Promise<boolean> },
): Promise<Push> {
  const { config, pushes, hasRun } = deps;
  const isPushed = config.exporters.some((name) => name !== 'prometheus');
  const exporters = isPushed ? await openExporters(config) : [];

  const pushAll = async (chosen: readonly PushExporter[]) => {
    if (chosen.length === 0) return [];
    const outcomes = await pushPoints(await loadFamilies(deps), chosen, deps);
    await pushes.addOutcomes(outcomes);
    return outcomes;
  };
  return {
    all: () => pushAll(exporters),
    again: async () => pushAll(exporters.filter(await isFailing(exporters, pushes))),
    repeated: async () => {
      const repeating = exporters.filter(({ repeats }) => repeats);
      if (repeating.length === 0 || !(await hasRun())) return [];
      const families = (await loadFamilies(deps)).filter(({ points }) =>
        points.every(({ date }) => date === undefined),
      );
      const outcomes = await pushPoints(families, repeating, { ...deps, log: { ...deps.log, info: deps.log.debug } });
      // A part that succeeds does not mend a whole that failed: dated points are still missing.
      const failing = await isFailing(exporters, pushes);
      await pushes.addOutcomes(
        outcomes.filter(({ exporter, failure }) => failure !== undefined || !failing({ name: exporter })),
      );
      return outcomes;
    },
  };
}

/** Whether the last push to an exporter failed. */
async function isFailing(exporters: readonly PushExporter[], pushes: PushStore) {
  const statuses = exporters.length > 0 ? await pushes.loadStatuses() : {};
  return ({ name }: Pick<PushExporter, 'name'>) => statuses[name]?.last.failure !== undefined;
}

export interface PushDeps {
  readonly pushes: PushStore;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Push to every exporter, each failing alone. Dated points go out when an exporter has not accepted their value yet;
 * everything else always.
 *
 * @throws StoreError
 */
export async function pushPoints(
  families: readonly Family[],
  exporters: readonly PushExporter[],
  deps: PushDeps,
): Promise<readonly ExportOutcome[]> {
  const points = toMetricPoints(families);
  return Promise.all(exporters.map((exporter) => pushTo(exporter, points, deps)));
}

async function pushTo(exporter: PushExporter, points: readonly MetricPoint[], deps: PushDeps): Promise<ExportOutcome> {
  const { name, target } = exporter;
  const chosen = toPush(points, await deps.pushes.loadAccepted(name, target));
  const accepted = new Set<MetricPoint['point']>();
  const failure = await exporter
    .push(chosen, (batch) => {
      for (const { point } of batch) accepted.add(point);
    })
    .then(() => undefined, toSentence);

  if (points.some(({ point }) => point.date !== undefined)) {
    await deps.pushes.saveAccepted(name, target, (before) => withAccepted(before, points, accepted));
  }
  if (failure === undefined) deps.log.info(`${name}: ${accepted.size} points accepted`);
  else deps.log.error(`${name}: ${failure}`);
  return { exporter: name, at: deps.now().toISOString(), ...(failure !== undefined && { failure }) };
}

/** Of an error that nobody foresaw only the kind: its message may quote a key. */
function toSentence(error: unknown): string {
  if (error instanceof ExportError || error instanceof ReportError) return error.message;
  return `the push failed (${error instanceof Error ? error.name : 'unknown error'}); a later run tries again`;
}
