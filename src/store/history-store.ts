import type { Report } from '../catalogue/types.ts';
import { isCorrupt } from '../errors/errors.ts';
import { mergeIntoPart } from '../history/merge.ts';
import { byYear } from '../history/part.ts';
import type { KnownResponse, Part, Precedence } from '../history/part-schema.ts';
import { EMPTY_STATUS, replaces, withOutcome, withReading } from '../history/status.ts';
import { type PullOutcome, REPORT_STATUS, type ReportStatus, type Trouble } from '../history/status-schema.ts';
import { NUMBER, stored, TIME } from '../history/stored.ts';
import { type IsChosen, withoutValues, withStoredNewest } from '../history/stored-values.ts';
import { badAgain } from '../history/trouble.ts';
import type { DatedValue, Reading } from '../report/reading.ts';
import { LAST_RUN, type LastRun, toLastRun } from './last-run-schema.ts';
import { createParts } from './parts.ts';
import { overwriteJson, readJson, type Store, updateJson, updateOrReplace } from './store.ts';

/** What one tenant's store remembers of its reports. Two processes may use it at once: every write is a merge. */
export interface HistoryStore {
  loadStatus(report: Report): Promise<ReportStatus>;
  /** Undefined where nothing of that year is stored. */
  loadPart(report: Report, year: number): Promise<Part | undefined>;
  /** Every year of the report, oldest first. */
  loadAllParts(report: Report): Promise<readonly Part[]>;
  /** Add what a pull read to the report's history, and then, with how it ended if it did, to its status. */
  addPull(report: Report, readings: readonly PulledReading[], outcome?: PullOutcome): Promise<void>;
  /** Remove values, so that the next pull reads the files of the report in full. What a pull adds meanwhile stays. */
  removeValues(report: Report, isChosen: IsChosen): Promise<void>;
  /** Note that a document of the report was found corrupt, which its status may not be able to say, and since when. */
  addCorruption(report: Report, at: string): Promise<Trouble>;
  loadLastRun(): Promise<LastRun | undefined>;
  /** A run that requested nothing from Graph leaves what is known of its responses. */
  saveLastRun(run: LastRun): Promise<void>;
}

/** The reading of one file. */
export interface PulledReading {
  /** The key of its pull. */
  readonly period: string;
  readonly precedence: Precedence;
  readonly reading: Reading;
  /** Undefined where Graph gave no ETag. */
  readonly response?: EtaggedResponse | undefined;
}

/** Graph's ETag, the URL it is for, and the catalogue entry that the file was read through. */
export type EtaggedResponse = Pick<KnownResponse, 'etag' | 'entry'> & { readonly url: string };

export function createHistoryStore(store: Store, tenant: string): HistoryStore {
  const parts = createParts(store, tenant);
  const statusPath = (report: Report) => `${tenant}/status/${report.name}.json`;
  const runPath = `${tenant}/last-run.json`;

  return {
    loadStatus: async (report) => (await readJson(store, statusPath(report), REPORT_STATUS)) ?? EMPTY_STATUS,
    loadPart: parts.load,
    loadAllParts: parts.loadAll,

    async addPull(report, readings, outcome) {
      for (const [year, merges] of mergesByYear(readings)) {
        await parts.update(report, year, (part) =>
          merges.reduce(
            (merged, { precedence, values, known }) => mergeIntoPart(merged, precedence, values, known),
            part,
          ),
        );
      }
      await updateJson(store, statusPath(report), REPORT_STATUS, (current) => {
        const read = readings.reduce(
          (status, { period, precedence, reading }) => withReading(status, period, precedence, reading),
          current ?? EMPTY_STATUS,
        );
        return outcome === undefined ? read : withOutcome(read, outcome);
      });
    },

    async removeValues(report, isChosen) {
      await parts.updateAll(report, (part) => withoutValues(part, isChosen));
      await updateJson(store, statusPath(report), REPORT_STATUS, async (status = EMPTY_STATUS) =>
        withStoredNewest(status, await parts.loadAll(report), isChosen),
      );
    },

    async addCorruption(report, at) {
      const path = `${tenant}/corrupt/${report.name}.json`;
      return updateOrReplace(store, path, CORRUPTION, (before) => {
        const isRecent = before !== undefined && Date.parse(at) - Date.parse(before.at) < CORRUPTION_ENDS_MS;
        return { version: 1, ...badAgain(isRecent ? before : undefined, at) };
      });
    },

    loadLastRun: () => loadLastRun(store, runPath),

    async saveLastRun(run) {
      const last = await loadLastRun(store, runPath);
      if (!replaces(run.finishedAt, last?.finishedAt)) return;
      const { graphResponses = {} } = last ?? {};
      await overwriteJson(store, runPath, { version: 1, graphResponses, ...run });
    },
  };
}

/** Found corrupt first, and last. What was repaired is not noted: it is what has not been found for longer than a day. */
export const CORRUPTION = stored({ version: NUMBER, since: TIME, at: TIME });
const CORRUPTION_ENDS_MS = 90_000_000;

/** What a reading adds to the part of one year. */
interface Merge {
  readonly year: number;
  readonly precedence: Precedence;
  readonly values: readonly DatedValue[];
  readonly known: ({ readonly url: string } & KnownResponse) | undefined;
}

/** Oldest year first: the ETag of a file is in its newest year, and must not be there before the older years are. */
function mergesByYear(readings: readonly PulledReading[]): readonly (readonly [number, readonly Merge[]])[] {
  const merges = readings.flatMap(({ precedence, reading, response }) => {
    const years = byYear(reading.values);
    const newest = years.at(-1)?.[0];
    const known = response && { ...response, ...precedence };
    return years.map(([year, values]) => ({ year, precedence, values, known: year === newest ? known : undefined }));
  });
  return [...Map.groupBy(merges, ({ year }) => year)].sort(([a], [b]) => a - b);
}

/** The next run writes its own: a corrupt document is none. */
async function loadLastRun(store: Store, path: string): Promise<LastRun | undefined> {
  const stored = await readJson(store, path, LAST_RUN).catch((error: unknown) => {
    if (!isCorrupt(error)) throw error;
    return undefined;
  });
  return stored && toLastRun(stored);
}
