import type { Exposition, ExpositionStore, StoredExposition } from '../store/exposition-store.ts';
import { toText } from '../store/exposition-store.ts';

export interface ServedExposition extends Exposition {
  /** The text, unpacked when it is first read. */
  readonly text: () => Promise<Buffer>;
}

/** What a scrape gets; undefined before the first run has finished. */
export type CurrentExposition = () => Promise<ServedExposition | undefined>;

export interface ExpositionSource {
  readonly exposition: ExpositionStore;
  /** Of this process. */
  readonly settingsHash: string;
  readonly hasRun: () => Promise<boolean>;
  /** Renders from history, without Graph, and stores the result. */
  readonly render: () => Promise<Exposition>;
}

/**
 * Responds with the stored exposition after one conditional read. Where that was shaped by other settings or another
 * version, this process renders its own.
 */
export function currentExposition(source: ExpositionSource): CurrentExposition {
  let kept: (StoredExposition & { readonly served: ServedExposition }) | undefined;
  let rendering: Promise<ServedExposition> | undefined;
  return async () => {
    // Another request may put something older into `kept` while this one asks whether its own is still current.
    const known = kept;
    const stored = await source.exposition.load(known?.etag);
    if (stored === 'unchanged') return known?.served;
    if (stored?.exposition.settingsHash === source.settingsHash) {
      kept = { ...stored, served: toServed(stored.exposition) };
      return kept.served;
    }
    if (!(await source.hasRun())) return undefined;
    // Scrapes that come meanwhile wait for the same rendering.
    rendering ??= source
      .render()
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
