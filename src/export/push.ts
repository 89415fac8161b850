import { ReportError } from '../errors/errors.ts';
import type { Log } from '../log.ts';
import { type Family, isDated, type MetricPoint, toMetricPoints } from '../metrics/point.ts';
import type { Delivered, ExportOutcome } from '../store/delivery-schemas.ts';
import { type DeliveryStore, toPush, withDelivered } from '../store/delivery-store.ts';
import { ExportError, type PushExporter } from './exporter.ts';

/** For an exporter, its retries included; a run must end before its host ends it. */
export const PUSH_TIME_MS = 60_000;

export interface PushDeps {
  readonly deliveries: DeliveryStore;
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
  load: () => AsyncIterable<Family>,
  exporters: readonly PushExporter[],
  deps: PushDeps,
): Promise<readonly ExportOutcome[]> {
  const known = await Promise.all(exporters.map(({ name, target }) => deps.deliveries.loadDelivered(name, target)));
  const families = await Array.fromAsync(load());
  const points = toMetricPoints(families).toSorted((a, b) => Number(isDated(a)) - Number(isDated(b)));
  return Promise.all(exporters.map((exporter, index) => pushTo(exporter, points, known[index] ?? {}, deps)));
}

async function pushTo(
  exporter: PushExporter,
  points: readonly MetricPoint[],
  before: Delivered,
  deps: PushDeps,
): Promise<ExportOutcome> {
  const { name, target } = exporter;
  const accepted: MetricPoint[] = [];
  const { leftOut, failure } = await exporter
    .push(toPush(points, before), (batch) => accepted.push(...batch), AbortSignal.timeout(PUSH_TIME_MS))
    .then(
      (leftOut) => ({ leftOut, failure: undefined }),
      (error: unknown) => ({ leftOut: undefined, failure: toSentence(error) }),
    );

  const dated = accepted.filter(isDated);
  if (dated.length > 0) await deps.deliveries.saveDelivered(name, target, (known) => withDelivered(known, dated));
  if (failure === undefined) deps.log.info(`${name}: ${accepted.length - (leftOut?.points ?? 0)} points accepted`);
  else deps.log.error(`${name}: ${failure}`);
  if (leftOut !== undefined) deps.log.warn(`${name}: ${leftOut.points} points were ${leftOut.why}`);
  return { exporter: name, target, at: deps.now().toISOString(), ...(failure !== undefined && { failure }) };
}

/** Of an unexpected error only the kind is told: its message may quote a key. */
function toSentence(error: unknown): string {
  if (error instanceof ExportError || error instanceof ReportError) return error.message;
  return `the push failed (${error instanceof Error ? error.name : 'unknown error'}); a later run tries again`;
}
