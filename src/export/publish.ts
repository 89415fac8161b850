import type { Log } from '../log.ts';
import type { Family } from '../metrics/point.ts';
import type { Settings } from '../settings/settings.ts';
import type { ExportOutcome, ExportStatuses } from '../store/delivery-schemas.ts';
import type { RunDocuments } from '../tenant.ts';
import { createExporters, type ExportRuntime } from './create-exporters.ts';
import type { PushExporter } from './exporter.ts';
import { loadFamilies } from './load-families.ts';
import { pushMarker } from './marker.ts';
import { pushPoints } from './push.ts';
import { renderExposition } from './render.ts';
import { knowsOtherStates } from './reported-states.ts';

export interface PublishDeps {
  readonly settings: Settings;
  readonly documents: RunDocuments;
  readonly log: Log;
  readonly now: () => Date;
  readonly sleep: ExportRuntime['sleep'];
}

/**
 * What has been published so far. It is read before history is, so that a run never replaces what knows more than the
 * run does: `publish` finds it in the run's documents.
 */
export async function loadPublished({
  settings,
  documents,
}: Pick<PublishDeps, 'settings' | 'documents'>): Promise<void> {
  if (isScraped(settings)) await documents.exposition.load();
  await documents.deliveries.readAhead(settings.exporters.filter((name) => name !== 'prometheus'));
}

/**
 * Push to the exporters that lack something, then render what history holds now and how the pushes ended. An exporter
 * lacks something when its last push failed, went elsewhere, or ended before the last pull of a report did; a marked one
 * also when the states of the exporters have changed since it was sent them.
 *
 * @param pulls when the last pull of each report ended, in ISO 8601
 * @throws StoreError
 */
export async function publish(
  pulls: readonly { readonly at: string }[],
  deps: PublishDeps,
): Promise<readonly ExportOutcome[]> {
  const { settings, documents } = deps;
  const statuses = await documents.deliveries.loadStatuses();
  const lastPullAt = pulls
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  const created = await createExporters(settings, deps);
  const behind = created.filter((exporter) => isBehind(exporter, statuses, lastPullAt));
  try {
    return [...(await pushTo(behind, () => loadFamilies(deps), deps)), ...(await tellStates(created, deps))];
  } finally {
    if (isScraped(settings)) await renderExposition(deps);
  }
}

/**
 * Push the current values again to the exporters that want it: what has a date is not repeated, since there is far more
 * of it. A part that succeeds does not repair a whole that failed: dated points are still missing then.
 *
 * @throws StoreError
 */
export async function repeatCurrent(deps: PublishDeps): Promise<readonly ExportOutcome[]> {
  const { settings, documents, log } = deps;
  const created = await createExporters(settings, deps);
  const exporters = created.filter(({ repeats }) => repeats);
  if (exporters.length === 0 || (await documents.history.loadLastRun()) === undefined) return [];
  const statuses = await documents.deliveries.loadStatuses();
  const quiet = { ...deps, log: { ...log, info: log.debug } };
  const pushed = await pushPoints(() => undated(loadFamilies(deps)), exporters, {
    ...quiet,
    deliveries: documents.deliveries,
  });
  const outcomes = pushed.map(({ outcome }) => outcome);
  const behind = exporters.filter((exporter) => isBehind(exporter, statuses, undefined)).map(({ name }) => name);
  await documents.deliveries.addOutcomes(
    outcomes.filter(({ exporter, failure }) => failure !== undefined || !behind.includes(exporter)),
    'current',
  );
  return [...outcomes, ...(await tellStates(created, quiet))];
}

/** Push to the marked exporters whose last push succeeded, and were sent other states of the exporters. */
async function tellStates(exporters: readonly PushExporter[], deps: PublishDeps): Promise<readonly ExportOutcome[]> {
  const statuses = await deps.documents.deliveries.loadStatuses();
  const differing = exporters.filter(
    (exporter) =>
      !isBehind(exporter, statuses, undefined) && knowsOtherStates(exporter, deps.settings.exporters, statuses),
  );
  return pushTo(differing, () => loadFamilies(deps), deps);
}

async function pushTo(
  exporters: readonly PushExporter[],
  load: () => AsyncIterable<Family>,
  deps: PublishDeps,
): Promise<readonly ExportOutcome[]> {
  if (exporters.length === 0) return [];
  const { log, now, documents } = deps;
  const { deliveries } = documents;
  const pushed = await pushPoints(load, exporters, { deliveries, log, now });
  const ended = pushed.filter(({ exporter }) => !exporter.isMarked).map(({ outcome }) => outcome);
  await deliveries.addOutcomes(ended, 'everything');
  const marked = await Promise.all(
    pushed.filter(({ exporter }) => exporter.isMarked).map((entry) => pushMarker(entry, deps)),
  );
  await deliveries.addOutcomes(marked, 'everything');
  return [...ended, ...marked];
}

function isBehind({ name, target }: PushExporter, statuses: ExportStatuses, lastPullAt: string | undefined): boolean {
  const { last, everythingAt = '' } = statuses[name] ?? {};
  if (last === undefined || last.failure !== undefined || last.target !== target) return true;
  return lastPullAt !== undefined && everythingAt < lastPullAt;
}

function isScraped({ exporters }: Settings): boolean {
  return exporters.includes('prometheus');
}

async function* undated(families: AsyncIterable<Family>): AsyncGenerator<Family> {
  for await (const family of families) {
    if (family.points.every(({ date }) => date === undefined)) yield family;
  }
}
