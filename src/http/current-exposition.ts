import type { Exposition, ExpositionStore, StoredExposition } from '../store/exposition-store.ts';
import { toText } from '../store/exposition-store.ts';

export interface ServedExposition extends Exposition {
  /** The text, unpacked when it is first asked for. */
  readonly text: () => Promise<Buffer>;
}

/** What a scrape is answered with; undefined before the first run has finished. */
export type CurrentExposition = () => Promise<ServedExposition | undefined>;

export interface ExpositionSource {
  readonly expositions: ExpositionStore;
  /** Fingerprint of the version, the catalogue and the settings of this process. */
  readonly shape: string;
  readonly hasRun: () => Promise<boolean>;
  /** Renders from history, without Graph, and stores the result. */
  readonly publish: () => Promise<Exposition>;
}

/**
 * Answers with the stored exposition after one conditional read. Where that was shaped by other settings or another
 * version, this process renders its own.
 */
export function currentExposition({ expositions, shape, hasRun, publish }: ExpositionSource): CurrentExposition {
  let kept: (StoredExposition & { readonly served: ServedExposition }) | undefined;
  let rendering: Promise<ServedExposition> | undefined;
  return async () => {
    // Another request may put something older into `kept` while this one asks whether its own is still current.
    const known = kept;
    const stored = await expositions.load(known?.etag);
    if (stored === 'unchanged') return known?.served;
    if (stored?.exposition.fingerprint === shape) {
      kept = { ...stored, served: toServed(stored.exposition) };
      return kept.served;
    }
    if (!(await hasRun())) return undefined;
    // Scrapes that come meanwhile wait for the same rendering.
    rendering ??= publish()
      .then(toServed)
      .finally(() => {
        rendering = undefined;
      });
    return rendering;
  };
}

function toServed(exposition: Exposition): ServedExposition {
  let text: Promise<Buffer> | undefined;
  return {
    ...exposition,
    text: () => {
      text ??= toText(exposition);
      return text;
    },
  };
}
