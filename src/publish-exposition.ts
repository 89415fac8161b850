import { toPrometheus } from './export/prometheus.ts';
import { serviceOf } from './export/to-resource-metrics.ts';
import { shapeOf } from './fingerprint.ts';
import { type LoadDeps, loadFamilies } from './load-families.ts';
import { type Exposition, type ExpositionStore, toExposition } from './store/exposition-store.ts';
import { untilWritten } from './store/store.ts';

export interface PublishDeps extends LoadDeps {
  readonly expositions: ExpositionStore;
}

/**
 * Render the exposition from the store and keep it there. What is there is looked at before history is loaded, and
 * replaced only if it is still the same: so the last exposition always knows of every reading.
 *
 * @throws StoreError
 */
export async function publishExposition(deps: PublishDeps): Promise<Exposition> {
  const { config, expositions, now } = deps;
  return untilWritten('the exposition', async () => {
    const current = await expositions.load();
    const text = toPrometheus(loadFamilies(deps), serviceOf(config), now());
    const exposition = await toExposition(text, shapeOf(config));
    const replaces = current === undefined || current === 'unchanged' ? undefined : current.etag;
    return (await expositions.save(exposition, replaces)) ? exposition : undefined;
  });
}
