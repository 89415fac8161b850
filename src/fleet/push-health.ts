import { sentenceOf } from '../errors/sentence-of.ts';
import type { ExportRuntime } from '../export/create-exporters.ts';
import type { PushExporter } from '../export/exporter.ts';
import type { Log } from '../log.ts';
import { type Family, type MetricPoint, toMetricPoints } from '../metrics/point.ts';
import type { Settings } from '../settings/settings.ts';
import type { TenantView } from '../tenants/overview.ts';
import type { PlanStore } from '../tenants/plan-store.ts';
import { exportSettingsOf } from '../tenants/tenant-settings.ts';
import { fleetHealth } from './fleet-health.ts';

type Push = () => Promise<void>;

/**
 * Pushes the fleet's own health, at every look who is due: what is known of each tenant is pushed by its own runs, which
 * those that need attention may not have. It is prepared before the look is remembered. Nothing is remembered of a push,
 * and nothing thrown: the next look pushes again.
 */
export function healthPusher(
  settings: Settings,
  lastPlan: Pick<PlanStore, 'load'>,
  runtime: ExportRuntime,
): (views: readonly TenantView[], at: string, log: Log) => Promise<Push> {
  const isPushed = settings.exporters.some((name) => name !== 'prometheus' && name !== 'console');
  return async (views, at, log) => {
    if (!isPushed) return async () => {};
    const isFirst = isOfAnotherHour((await lastPlan.load())?.at, at);
    return async () => {
      const exporters = await open(settings, runtime).catch((error: unknown) => {
        log.warn(`the health of the fleet is not pushed: ${sentenceOf(error)}`);
        return [];
      });
      const families = fleetHealth(views, at, settings);
      await Promise.all(exporters.map((exporter) => push(exporter, toldTo(exporter, families, isFirst), log)));
    };
  };
}

async function open(settings: Settings, runtime: ExportRuntime): Promise<readonly PushExporter[]> {
  const { createExporters } = await import('../export/create-exporters.ts');
  // What is nobody's in particular has the label of nobody; a receiver that keeps tenants apart knows it by the path.
  const exportSettings = exportSettingsOf('_fleet', settings.exportSettings);
  const own = { ...settings, exportSettings, tenant: { ...settings.tenant, id: '' } };
  const all = await createExporters(own, runtime);
  return all.filter(({ repeats, isMarked }) => repeats || isMarked);
}

async function push({ name, push: send }: PushExporter, points: readonly MetricPoint[], log: Log): Promise<void> {
  const { PUSH_TIME_MS, toSentence } = await import('../export/push.ts');
  try {
    await send(points, () => {}, AbortSignal.timeout(PUSH_TIME_MS));
  } catch (error) {
    log.warn(`${name}: the health of the fleet was not accepted: ${toSentence(error)}`);
  }
}

/** @param before ISO 8601 */
export function isOfAnotherHour(before: string | undefined, at: string): boolean {
  return before?.slice(0, 13) !== at.slice(0, 13);
}

/** Azure Monitor is paid for by the row: it is told of every tenant once an hour, and of the whole at every look. */
export function toldTo(
  { isMarked }: Pick<PushExporter, 'isMarked'>,
  families: readonly Family[],
  isFirstOfHour: boolean,
): readonly MetricPoint[] {
  const points = toMetricPoints(families);
  return isMarked && !isFirstOfHour ? points.filter(({ point }) => point.labels.tenant === undefined) : points;
}
