import { ReportError } from '../../src/errors/errors.ts';
import { loadFamilies } from '../../src/export/load-families.ts';
import { serviceOf } from '../../src/export/to-resource-metrics.ts';
import { decode } from '../../src/graph/response-body.ts';
import type { Precedence } from '../../src/history/part-schema.ts';
import type { Family } from '../../src/metrics/point.ts';
import { fetchReading } from '../../src/pull/fetch-reading.ts';
import { addDays, type Day } from '../../src/report/dates.ts';
import type { Reading } from '../../src/report/reading.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { createDocuments } from '../../src/store/documents.ts';
import type { HistoryStore } from '../../src/store/history-store.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import type { File } from './files.ts';

const EVERYTHING = readSettings({ REPORTS: 'all+beta', WINDOW_DAYS: '30' }, 'standalone');
export const SERVICE = serviceOf(EVERYTHING);

/** Two days after the refresh date: as late as Graph is. */
export function nowOf({ refreshedOn }: Pick<File, 'refreshedOn'>): Date {
  return new Date(`${addDays(refreshedOn, 2)}T10:00:00Z`);
}

/** A file read as the program reads it, from the bytes on. */
export async function readFile({ report, pull, format, refreshedOn, bytes }: File): Promise<Reading> {
  const { reading } = await fetchReading(report, pull, {
    settings: { graphEndpoint: EVERYTHING.tenant.graphEndpoint, reportFormat: format },
    fetchFile: async () => ({ text: decode(bytes), etag: undefined }),
    now: nowOf({ refreshedOn }),
    etagOf: () => undefined,
  });
  if (reading === undefined) throw new Error('no reading without an ETag');
  return reading;
}

/** A reading, and what it is of. */
export interface Pulled extends Pick<File, 'report' | 'pull' | 'settings'> {
  readonly precedence: Precedence;
  readonly reading: Reading;
}

export interface Past {
  readonly history: HistoryStore;
  readonly families: (now: Date) => Promise<readonly Family[]>;
}

export async function pullFile(file: File, pulledAt: string): Promise<Pulled> {
  const { report, pull, settings } = file;
  const reading = await readFile(file);
  return { report, pull, settings, reading, precedence: { refreshedOn: reading.refreshedOn ?? '', pulledAt } };
}

/** Readings of one report put into a store, one after another. */
export async function store({ report, settings }: Pick<File, 'report' | 'settings'>, pulled: readonly Pulled[]) {
  const documents = createDocuments(createMemoryStore(), 'fuzz');
  const { history } = documents;
  for (const { pull, precedence, reading } of pulled) {
    await history.addPull(report, [{ period: pull.key, precedence, reading }], { at: precedence.pulledAt, seconds: 1 });
  }
  const all = { ...EVERYTHING, tenant: { ...EVERYTHING.tenant, ...settings, reports: [report] } };
  return {
    history,
    families: (now: Date) => Array.fromAsync(loadFamilies({ settings: all, documents, now: () => now })),
  } satisfies Past;
}

/** What is exported of a file that is the first one; undefined where it cannot be read. */
export async function exported(file: File) {
  const now = nowOf(file);
  const pulled = await unlessRejected(pullFile(file, now.toISOString()));
  if (pulled === undefined) return undefined;
  const past = await store(file, [pulled]);
  return { ...pulled, ...past, now, exposed: await past.families(now) };
}

/** Undefined where the report is rejected; any other error is thrown. */
export async function unlessRejected<T>(read: Promise<T>): Promise<T | undefined> {
  return read.catch((error: unknown) => {
    if (!(error instanceof ReportError)) throw error;
    return undefined;
  });
}

export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
