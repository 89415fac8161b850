import { type Day, dayToSeconds } from '../report/dates.ts';
import { comparePrecedence } from './part.ts';
import type { Part, Precedence } from './part-schema.ts';

const DAY_MS = 86_400_000;

/** A report this late may hide a server that keeps returning 304: read it in full. */
const MAX_REFRESH_AGE_MS = 3 * DAY_MS;

/** A weekly full read bounds the damage of an ETag that did not change although the file did. */
const MAX_READ_AGE_MS = 7 * DAY_MS;

/** The full URL of a file, and what identifies the catalogue entry it is read through. */
export interface FileKey {
  readonly url: string;
  readonly entry: string;
}

/**
 * The ETag to send for a file, or undefined when it has to be read in full. An ETag is a hint: it counts only beside the
 * values it stands for, once the report's status knows of them (`newest`), for the same URL and the same catalogue entry,
 * and while it is young.
 */
export function usableEtag(
  part: Part | undefined,
  newest: Precedence | undefined,
  key: FileKey,
  now: Date,
): string | undefined {
  const known = part?.answers[key.url];
  if (known === undefined || part?.series.length === 0 || known.entry !== key.entry) return undefined;
  if (newest === undefined || comparePrecedence(newest, known) < 0) return undefined;
  if (now.getTime() - midnight(known.refreshedOn) > MAX_REFRESH_AGE_MS) return undefined;
  if (now.getTime() - Date.parse(known.pulledAt) >= MAX_READ_AGE_MS) return undefined;
  return known.etag;
}

function midnight(day: Day | ''): number {
  return day === '' ? 0 : dayToSeconds(day) * 1000;
}
