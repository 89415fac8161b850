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
  const { config, pushes, log, now, hasRun } = deps;
  const isPushed = config.exporters.some((name) => name !== 'prometheus');
  const exporters = isPushed ? await openExporters(config) : [];
  const pushTo = async (chosen: readonly PushExporter[], select: (families: readonly Family[]) => readonly Family[]) =>
    chosen.length === 0 ? [] : pushPoints(select(await loadFamilies(deps)), { exporters: chosen, pushes, log, now });
  return {
    all: () => pushTo(exporters, (families) => families),
    again: async () => {
      const statuses = exporters.length > 0 ? await pushes.loadStatuses() : {};
      const failed = exporters.filter(({ name }) => statuses[name]?.last.failure !== undefined);
      return pushTo(failed, (families) => families);
    },
    repeated: async () => {
      const repeating = exporters.filter(({ repeats }) => repeats);
      return repeating.length > 0 && (await hasRun()) ? pushTo(repeating, withoutDates) : [];
    },
  };
}

function withoutDates(families: readonly Family[]): readonly Family[] {
  return families.filter(({ points }) => points.every(({ date }) => date === undefined));
}

export interface PushDeps {
  readonly exporters: readonly PushExporter[];
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
export async function pushPoints(families: readonly Family[], deps: PushDeps): Promise<readonly ExportOutcome[]> {
  const points = toMetricPoints(families);
  const outcomes = await Promise.all(deps.exporters.map((exporter) => pushTo(exporter, points, deps)));
  if (outcomes.length > 0) await deps.pushes.addOutcomes(outcomes);
  return outcomes;
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
