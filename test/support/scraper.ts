import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { Client } from 'undici';
import { parseExposition } from './exposition.ts';
import { revisionsOf } from './revised-tenant.ts';

/** What all scrapers have seen. */
export interface Seen {
  /** By digest: the one text, and its one revision. */
  readonly texts: Map<string, { readonly hash: string; readonly revision: number }>;
  readonly statuses: Map<number, number>;
  /** The revision that is known to be published; undefined before the first run has finished. */
  published: number | undefined;
}

/** Whether a scraper asks for gzip, and whether for what has changed. */
const KINDS = [
  { gzip: false, conditional: false },
  { gzip: true, conditional: true },
  { gzip: true, conditional: false },
  { gzip: false, conditional: true },
] as const;

/**
 * A scraper with a connection of its own, until it is ended. It fails over a response that is no whole exposition of
 * one revision, that is older than what was published when it was requested, or older than the response before.
 */
export async function scrapeUntil(signal: AbortSignal, address: string, seen: Seen, turn: number): Promise<void> {
  const client = new Client(address);
  const etags = new Map<boolean, string>();
  let last = -1;
  for (let count = turn; !signal.aborted; count += 1) {
    await setTimeout(PAUSE_MS);
    const least = Math.max(last, seen.published ?? 0);
    const revision = await scrape(client, KINDS[count % KINDS.length] ?? KINDS[0], etags, seen);
    if (revision === undefined) continue;
    if (revision < least) throw new Error(`revision ${revision} after ${least}`);
    last = revision;
  }
  await client.close();
}

/** The revision of a response; undefined for 503 before anything was published. */
async function scrape(
  client: Client,
  { gzip, conditional }: (typeof KINDS)[number],
  etags: Map<boolean, string>,
  seen: Seen,
): Promise<number | undefined> {
  const isEarly = seen.published === undefined;
  const known = conditional ? etags.get(gzip) : undefined;
  const headers = { 'accept-encoding': gzip ? 'gzip' : 'identity', ...(known && { 'if-none-match': known }) };
  const {
    statusCode,
    headers: responseHeaders,
    body,
  } = await client.request({ path: '/metrics', method: 'GET', headers });
  const bytes = Buffer.from(await body.arrayBuffer());
  seen.statuses.set(statusCode, (seen.statuses.get(statusCode) ?? 0) + 1);
  if (statusCode === 503 && isEarly) return undefined;
  const etag = String(responseHeaders.etag);
  etags.set(gzip, etag);
  return statusCode === 304 ? known304(etag, known, bytes, seen) : known200(statusCode, etag, gzip, bytes, seen);
}

function known304(etag: string, requested: string | undefined, body: Buffer, { texts }: Seen): number {
  const text = texts.get(digestOf(etag));
  if (etag !== requested || body.length > 0 || text === undefined) throw new Error(`304 for ${requested} with ${etag}`);
  return text.revision;
}

function known200(status: number, etag: string, gzip: boolean, body: Buffer, { texts }: Seen): number {
  if (status !== 200) throw new Error(`${status}: ${body}`);
  const digest = digestOf(etag);
  if (gzip && digest !== hashOf(body).slice(0, digest.length)) throw new Error(`the ETag ${etag} is not of the body`);
  const text = gzip ? gunzipSync(body) : body;
  const hash = hashOf(text);
  const known = texts.get(digest);
  if (known !== undefined && known.hash !== hash) throw new Error(`two texts with the ETag ${etag}`);
  const revision = known?.revision ?? onlyRevision(text.toString());
  texts.set(digest, { hash, revision });
  return revision;
}

function digestOf(etag: string): string {
  return etag.replaceAll('"', '').replace(/-gzip$/, '');
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** @throws where the text has no end, lacks series, or mixes revisions */
function onlyRevision(text: string): number {
  if (!text.endsWith('\n')) throw new Error('the text breaks off');
  const revisions = [...revisionsOf(parseExposition(text)).values()];
  const [revision = -1, ...others] = new Set(revisions);
  if (revisions.length < SERIES || others.length > 0) throw new Error(`${revisions.length} of ${revision}, ${others}`);
  return revision;
}

/** So that pulls have time between the scrapes. */
const PAUSE_MS = 50;

/** As many at least as 180 days of every report have. */
const SERIES = 30_000;
