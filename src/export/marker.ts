import { isClosing, toClosingFamilies } from '../metrics/closing.ts';
import { toMetricPoints } from '../metrics/point.ts';
import type { Settings } from '../settings/settings.ts';
import type { ExportOutcome } from '../store/delivery-schemas.ts';
import { withPush } from '../store/delivery-store.ts';
import type { Documents } from '../store/documents.ts';
import { type PushDeps, type Pushed, pushTo } from './push.ts';
import { goneStates } from './reported-states.ts';

export interface MarkerDeps extends Omit<PushDeps, 'deliveries'> {
  readonly settings: Pick<Settings, 'exporters'>;
  readonly documents: Pick<Documents, 'history' | 'deliveries'>;
}

/**
 * End a push with its marker: how the pushes of all exporters ended, this one's included, and when the last run finished.
 * A push of which a request was not accepted gets none: whoever reads it goes on reading the one before.
 *
 * @throws StoreError
 */
export async function pushMarker(
  { exporter, outcome, isWhole }: Pushed,
  { settings, documents: { history, deliveries }, log, now }: MarkerDeps,
): Promise<ExportOutcome> {
  if (!isWhole) return outcome;
  const statuses = withPush(await deliveries.loadStatuses(), outcome, 'everything');
  const exports = settings.exporters.flatMap((name) => statuses[name] ?? []);
  const points = toMetricPoints(toClosingFamilies({ exports, finishedAt: (await history.loadLastRun())?.finishedAt }));
  const { told: reported = {} } = outcome;
  const gone = goneStates(reported, points).filter(({ metric }) => isClosing(metric));
  const quiet = { ...log, info: log.debug };
  const marker = await pushTo(exporter, [...points, ...gone], reported, { deliveries, log: quiet, now });
  const failure = outcome.failure ?? marker.outcome.failure;
  return { ...marker.outcome, at: outcome.at, ...(failure !== undefined && { failure }) };
}
