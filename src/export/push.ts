import { counted, wasOrWere } from '../errors/counted.ts';
import { ReportError } from '../errors/errors.ts';
import type { Log } from '../log.ts';
import { isClosing } from '../metrics/closing.ts';
import { type Family, isDated, type MetricPoint, toMetricPoints } from '../metrics/point.ts';
import { toPush, withDelivered } from '../store/delivered.ts';
import type { ExportOutcome } from '../store/delivery-schemas.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import { ExportError, type PushExporter } from './exporter.ts';
import { goneStates, type ReportedStates, reportedTo, withReported } from './reported-states.ts';

/** For an exporter, its retries included; a run must end before its host ends it. */
export const PUSH_TIME_MS = 60_000;

export interface PushDeps {
  readonly deliveries: DeliveryStore;
  readonly log: Log;
  readonly now: () => Date;
}

/** How a push ended. */
export interface Pushed {
  readonly exporter: PushExporter;
  readonly outcome: ExportOutcome;
  /** Whether every request was accepted, though a point of one may not have been. */
  readonly isWhole: boolean;
}

/**
 * Push to every exporter, each failing alone; of what goes last, nothing to those that are marked. Dated points go out
 * while their value was not delivered to an exporter yet; everything else always, and first. What was delivered is looked
 * up before history is: what is older cannot go out over what is newer.
 *
 * @throws StoreError
 */
export async function pushPoints(
  load: () => AsyncIterable<Family>,
  exporters: readonly PushExporter[],
  deps: PushDeps,
): Promise<readonly Pushed[]> {
  const known = await Promise.all(exporters.map(({ name, target }) => deps.deliveries.loadDelivered(name, target)));
  const statuses = await deps.deliveries.loadStatuses();
  const families = await Array.fromAsync(load());
  const points = toMetricPoints(families).toSorted((a, b) => Number(isDated(a)) - Number(isDated(b)));
  return Promise.all(
    exporters.map((exporter, index) => {
      const reported = reportedTo(exporter, statuses);
      const all = [...points, ...goneStates(reported, points)];
      const first = exporter.isMarked ? all.filter(({ metric }) => !isClosing(metric)) : all;
      return pushTo(exporter, toPush(first, known[index] ?? {}), reported, deps);
    }),
  );
}

/** Push points to one exporter, and remember which dated ones and which states were delivered. */
export async function pushTo(
  exporter: PushExporter,
  points: readonly MetricPoint[],
  reported: ReportedStates,
  deps: PushDeps,
): Promise<Pushed> {
  const { name, target } = exporter;
  const delivered: MetricPoint[] = [];
  const { leftOut, failure, isWhole } = await exporter
    .push(points, (batch) => delivered.push(...batch), AbortSignal.timeout(PUSH_TIME_MS))
    .then(
      (leftOut) => ({ leftOut, failure: undefined, isWhole: true }),
      (error: unknown) => ({ leftOut: undefined, failure: toSentence(error), isWhole: isPartial(error) }),
    );

  const dated = delivered.filter(isDated);
  if (dated.length > 0) await deps.deliveries.saveDelivered(name, target, (known) => withDelivered(known, dated));
  if (failure === undefined)
    deps.log.info(`${name}: ${counted(delivered.length - (leftOut?.points ?? 0), 'point')} accepted`);
  else deps.log.error(`${name}: ${failure}`);
  if (leftOut !== undefined)
    deps.log.warn(`${name}: ${counted(leftOut.points, 'point')} ${wasOrWere(leftOut.points)} ${leftOut.why}`);
  const outcome = { exporter: name, target, at: deps.now().toISOString(), told: withReported(reported, delivered) };
  return { exporter, outcome: { ...outcome, ...(failure !== undefined && { failure }) }, isWhole };
}

function isPartial(error: unknown): boolean {
  return error instanceof ExportError && error.isPartial;
}

/** Of an unexpected error only the kind is shown: its message may quote a key. */
export function toSentence(error: unknown): string {
  if (error instanceof ExportError || error instanceof ReportError) return error.message;
  return `the push failed (${error instanceof Error ? error.name : 'unknown error'}); a later run tries again`;
}
