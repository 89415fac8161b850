import { loadPublished, type PublishDeps, publish } from './export/publish.ts';
import { isDue } from './history/due.ts';
import { loadStatuses } from './pull/load-statuses.ts';
import { countReports, latestOutcomes, type Run } from './pull/outcome.ts';
import { type PullAllDeps, pullAll } from './pull/pull-all.ts';
import type { Tenant } from './tenant.ts';

export type RunDeps = Omit<PublishDeps, 'documents'> & Pick<PullAllDeps, 'signal' | 'onReport'>;

/**
 * One run for one tenant: select → fetch → read → merge → publish. Read this file first, then pull/pull-report.ts.
 *
 * A report that fails costs only itself. Every run publishes, so that it also finishes what a killed one left.
 *
 * @throws StoreError when the store as such does not work
 */
export async function pullReports(which: 'due' | 'all', tenant: Tenant, deps: RunDeps): Promise<Run> {
  const { log, now, signal, onReport } = deps;
  const { reports, pullIntervalHours } = tenant.settings;
  const documents = tenant.openRunDocuments();
  await loadPublished({ ...deps, documents });

  const known = await loadStatuses(reports, documents.history);
  const selected = known.filter(({ status }) => which === 'all' || isDue(status, pullIntervalHours, now()));

  const { history } = documents;
  const pulled = await pullAll(selected, tenant, { history, log, now, signal, onReport });

  const last = latestOutcomes(known, pulled.outcomes);
  if (!signal?.aborted) {
    const { graphResponses } = pulled;
    const run = { finishedAt: now().toISOString(), reports: countReports(known, last) };
    await history.saveLastRun({ ...run, ...(graphResponses && { graphResponses }) });
  }

  const exports = await publish(last, { ...deps, documents });
  if (pulled.unexpected.length > 0) throw pulled.unexpected[0];
  return { reports: pulled.outcomes, exports };
}
