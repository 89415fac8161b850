import { certificateEnd } from '../azure/certificate-end.ts';
import { toFamilies } from '../metrics/families.ts';
import type { RunHealth } from '../metrics/health-families.ts';
import type { Family } from '../metrics/point.ts';
import type { Settings } from '../settings/settings.ts';
import { VERSION } from '../settings/version.ts';
import type { Documents } from '../store/documents.ts';
import { loadHistories } from '../store/load-histories.ts';

export interface FamilySource {
  readonly settings: Pick<Settings, 'tenant' | 'exporters' | 'certificate'>;
  readonly documents: Documents;
  readonly now: () => Date;
}

/**
 * Everything there is to export, from the store: the one stream for rendering and for every exporter.
 *
 * @throws StoreError
 */
export function loadFamilies({ settings, documents, now }: FamilySource): AsyncIterable<Family> {
  const histories = loadHistories(documents.history, settings.tenant, now());
  return toFamilies(histories, settings.tenant, () => loadRunHealth(settings, documents));
}

/** Of the exporters, only of those that are selected. */
async function loadRunHealth(
  { exporters, certificate }: FamilySource['settings'],
  { history, deliveries }: Documents,
): Promise<RunHealth> {
  const lastRun = await history.loadLastRun();
  const exports = await deliveries.loadStatuses();
  const end = certificate && (await certificateEnd(certificate.path));
  return {
    version: VERSION,
    node: process.version,
    finishedAt: lastRun?.finishedAt,
    graphResponses: lastRun?.graphResponses ?? {},
    exports: exporters.flatMap((name) => exports[name] ?? []),
    certificate: certificate && end && { setting: certificate.setting, end },
  };
}
