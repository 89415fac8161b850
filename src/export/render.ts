import { settingsHash } from '../settings/hash.ts';
import type { Settings } from '../settings/settings.ts';
import { type Exposition, toExposition } from '../store/exposition-store.ts';
import { retryOnConflict } from '../store/store.ts';
import type { RunDocuments } from '../tenant.ts';
import { loadFamilies } from './load-families.ts';
import { toPrometheus } from './prometheus.ts';
import { serviceOf } from './to-resource-metrics.ts';

export interface RenderDeps {
  readonly settings: Settings;
  readonly documents: RunDocuments;
  readonly now: () => Date;
}

/**
 * Render the exposition from the store and keep it there. It replaces only the one that was there before this run read
 * anything; where another run stored one meanwhile, everything is read anew. So the last exposition always knows every
 * reading.
 *
 * @throws StoreError
 */
export async function renderExposition({ settings, documents, now }: RenderDeps): Promise<Exposition> {
  return retryOnConflict('the exposition', async () => {
    const current = await documents.exposition.load();
    const text = toPrometheus(loadFamilies({ settings, documents, now }), serviceOf(settings), now());
    const exposition = await toExposition(text, settingsHash(settings));
    const replaces = current === undefined || current === 'unchanged' ? undefined : current.etag;
    if ((await documents.exposition.save(exposition, replaces)) !== undefined) return exposition;
    documents.forget();
    return undefined;
  });
}
