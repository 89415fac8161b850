import type { Exposition, ExpositionStore, StoredExposition } from '../store/exposition-store.ts';
import { toText } from '../store/exposition-store.ts';

export interface ServedExposition extends Exposition {
  /** The text, unpacked when it is first read. */
  readonly text: () => Promise<Buffer>;
}

/** What a scrape gets; undefined before the first run has finished. */
export type CurrentExposition = () => Promise<ServedExposition | undefined>;

/** The last exposition that was served. */
export type Kept = StoredExposition & { readonly served: ServedExposition };

/** Where it is kept, so that a scrape costs one conditional read. */
export interface Keeper {
  readonly get: () => Kept | undefined;
  readonly set: (kept: Kept) => void;
}

export interface ExpositionSource {
  /** Undefined: for as long as the process lives, with its text. */
  readonly keeper?: Keeper | undefined;
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
  const keeper = source.keeper ?? keepForever();
  const toServed = source.keeper === undefined ? withText : withoutText;
  let rendering: Promise<ServedExposition> | undefined;
  return async () => {
    // Another request may keep something older while this one asks whether its own is still current.
    const known = keeper.get();
    const stored = await source.exposition.load(known?.etag);
    if (stored === 'unchanged') return known?.served;
    if (stored?.exposition.settingsHash === source.settingsHash) {
      const served = toServed(stored.exposition);
      keeper.set({ ...stored, served });
      return served;
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

function keepForever(): Keeper {
  let kept: Kept | undefined;
  return {
    get: () => kept,
    set: (next) => {
      kept = next;
    },
  };
}

/** The text is unpacked once. */
function withText(exposition: Exposition): ServedExposition {
  let text: Promise<Buffer> | undefined;
  return {
    ...exposition,
    text: () => {
      text ??= toText(exposition);
      return text;
    },
  };
}

/** The text, which is twelve times as large, is unpacked for each request that wants it. */
function withoutText(exposition: Exposition): ServedExposition {
  return { ...exposition, text: () => toText(exposition) };
}
