import type { Reason } from '../errors.ts';
import type { Day } from '../report/dates.ts';
import type { RejectedCells } from '../report/rejected-cells.ts';
import type { Reading, SeriesKey } from '../report/to-reading.ts';
import { compareRanks, compareText, type Rank } from './part.ts';

/** How the last pull of a report ended. */
export interface PullOutcome {
  /** ISO 8601, its end. */
  readonly at: string;
  readonly seconds: number;
  readonly failure?: { readonly reason: Reason; readonly message: string };
}

/** What the reading that ranks highest says of the newest date. */
export interface Newest extends Rank {
  readonly date: Day;
  /** The filled cells of that date. */
  readonly values: readonly (SeriesKey & { readonly value: number })[];
}

/** What the file that was read last was like. */
export interface LastRead {
  /** ISO 8601. */
  readonly pulledAt: string;
  readonly rows: number;
  readonly emptyCells: number;
  readonly rejectedRows: number;
  /** Absent in what earlier releases stored. */
  readonly rejectedCells?: readonly RejectedCells[];
  readonly missingColumns: readonly string[];
  readonly unmappedColumns: readonly string[];
}

/** What is known about a report besides its history, as stored. Fields are only ever added. */
export interface ReportStatus {
  readonly version: 1;
  readonly lastPull?: PullOutcome;
  /** ISO 8601. */
  readonly lastSuccessAt?: string;
  /** By the period the values depend on (`D7`), else under `any`. */
  readonly newest: Readonly<Record<string, Newest>>;
  readonly lastRead: Readonly<Record<string, LastRead>>;
}

export const EMPTY_STATUS: ReportStatus = { version: 1, newest: {}, lastRead: {} };

/** The status after a file was read. The order of two readings does not matter. */
export function withReading(status: ReportStatus, period: string, rank: Rank, reading: Reading): ReportStatus {
  const { rows, emptyCells, rejectedRows, rejectedCells, missingColumns, unmappedColumns } = reading;
  const columns = { rejectedCells, missingColumns, unmappedColumns };
  const lastRead = { pulledAt: rank.pulledAt, rows, emptyCells, rejectedRows, ...columns };
  const oldRead = status.lastRead[period];
  const newest = toNewest(rank, reading);
  const oldNewest = status.newest[period];
  return {
    ...status,
    lastRead:
      oldRead && isAfter(compareText(oldRead.pulledAt, rank.pulledAt), oldRead, lastRead)
        ? status.lastRead
        : { ...status.lastRead, [period]: lastRead },
    newest:
      newest === undefined || (oldNewest && isAfter(compareRanks(oldNewest, newest), oldNewest, newest))
        ? status.newest
        : { ...status.newest, [period]: newest },
  };
}

/** Of two readings in the same millisecond one stands, in whichever order they come. */
function isAfter(order: number, a: object, b: object): boolean {
  return order > 0 || (order === 0 && JSON.stringify(a) > JSON.stringify(b));
}

function toNewest(rank: Rank, { newestDate, values }: Reading): Newest | undefined {
  if (newestDate === undefined) return undefined;
  const ofNewest = values.filter(({ date }) => date === newestDate);
  return { ...rank, date: newestDate, values: ofNewest.map(({ date, ...value }) => value) };
}

/** Longer than a run lasts: what ended this much later than now was timed by a clock that was ahead. */
const MAX_AHEAD_MS = 1_800_000;

/** Whether something that ended at `at` is told instead of what ended at `last`. Both are ISO 8601. */
export function replaces(at: string, last: string | undefined): boolean {
  return last === undefined || last <= at || Date.parse(last) - Date.parse(at) > MAX_AHEAD_MS;
}

/** The cells that could not be read last, by column, of all periods together. */
export function rejectedCellsOf({ lastRead }: ReportStatus): readonly RejectedCells[] {
  const all = Object.values(lastRead).flatMap(({ rejectedCells = [] }) => rejectedCells);
  return [...Map.groupBy(all, ({ column }) => column)].map(([column, parts]) => ({
    column,
    cells: parts.reduce((sum, { cells }) => sum + cells, 0),
    shape: parts[0]?.shape ?? '',
  }));
}

/** The status after a pull ended. Of two pulls, the one that ended last stands. */
export function withOutcome(status: ReportStatus, outcome: PullOutcome): ReportStatus {
  const succeeded = outcome.failure === undefined;
  return {
    ...status,
    ...(replaces(outcome.at, status.lastPull?.at) && { lastPull: outcome }),
    ...(succeeded && replaces(outcome.at, status.lastSuccessAt) && { lastSuccessAt: outcome.at }),
  };
}

/** The status without the periods that are no longer pulled. */
export function withPeriods(status: ReportStatus, keys: readonly string[]): ReportStatus {
  const only = <T>(byPeriod: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(byPeriod).filter(([key]) => keys.includes(key)));
  return { ...status, newest: only(status.newest), lastRead: only(status.lastRead) };
}
