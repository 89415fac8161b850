import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gunzip } from 'node:zlib';
import * as v from 'valibot';
import { stored } from '../history/stored.ts';
import type { Store } from './store.ts';

/** The rendered metrics, as they are stored and served. */
export interface Exposition {
  /** Of everything that shaped the text besides history: a process with another one renders its own. */
  readonly settingsHash: string;
  /** Of the compressed text. */
  readonly digest: string;
  readonly gzip: Buffer;
}

export interface StoredExposition {
  readonly exposition: Exposition;
  readonly etag: string;
}

export interface ExpositionStore {
  /** `unchanged` where the stored one still has the ETag `known`. */
  load(known?: string): Promise<StoredExposition | 'unchanged' | undefined>;
  /** Undefined when another run stored one since `replaces` was loaded. */
  save(exposition: Exposition, replaces: string | undefined): Promise<string | undefined>;
}

export function createExpositionStore(store: Store, tenant: string): ExpositionStore {
  const path = `${tenant}/exposition`;
  return {
    async load(known) {
      const stored = await store.read(path, known);
      if (stored === undefined || stored === 'unchanged') return stored;
      return { exposition: decode(stored.bytes), etag: stored.etag };
    },
    save: (exposition, replaces) => store.write(path, encode(exposition), replaces),
  };
}

/** Packs the text as it comes, so that the whole of it is never held. */
export async function toExposition(
  text: AsyncIterable<string> | Iterable<string>,
  settingsHash: string,
): Promise<Exposition> {
  const packed = await pipeline(text, createGzip(), buffer);
  return { settingsHash, digest: digestOf(packed), gzip: packed };
}

export async function toText(exposition: Exposition): Promise<Buffer> {
  return promisify(gunzip)(exposition.gzip);
}

/** The line of JSON before the compressed text. */
const HEAD = v.pipe(v.string(), v.parseJson(), stored({ settingsHash: v.string(), digest: v.string() }));

/** A line of JSON, then the compressed text. */
function encode({ gzip, ...head }: Exposition): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ version: 1, ...head })}\n`), gzip]);
}

function digestOf(packed: Buffer): string {
  return createHash('sha256').update(packed).digest('base64url').slice(0, 22);
}

/** What is no exposition, or a corrupt one, gets a hash of no settings: whoever loads it renders it anew. */
function decode(bytes: Buffer): Exposition {
  const end = bytes.indexOf('\n');
  const { success, output } = v.safeParse(HEAD, bytes.subarray(0, end).toString());
  const packed = bytes.subarray(end + 1);
  if (success && output.digest === digestOf(packed)) {
    return { settingsHash: output.settingsHash, digest: output.digest, gzip: packed };
  }
  return { settingsHash: '', digest: '', gzip: Buffer.alloc(0) };
}
