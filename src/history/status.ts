import type { Reading, RejectedCells } from '../report/reading.ts';
import { comparePrecedence, compareText } from './part.ts';
import type { Precedence } from './part-schema.ts';
import type { Newest, PullOutcome, ReportStatus } from './status-schema.ts';
import { nextTroubles } from './trouble.ts';

export const EMPTY_STATUS: ReportStatus = { version: 1, newest: {}, lastRead: {} };

/** The status after a file was read. The order of two readings does not matter. */
export function withReading(
  status: ReportStatus,
  period: string,
  precedence: Precedence,
  reading: Reading,
): ReportStatus {
  const { rows, emptyCells, rejectedRows, rejectedCells, missingColumns, unmappedColumns } = reading;
  const columns = { rejectedCells, missingColumns, unmappedColumns };
  const lastRead = { pulledAt: precedence.pulledAt, rows, emptyCells, rejectedRows, ...columns };
  const oldRead = status.lastRead[period];
  const newest = toNewest(precedence, reading);
  const oldNewest = status.newest[period];
  return {
    ...status,
    lastRead:
      oldRead && isAfter(compareText(oldRead.pulledAt, precedence.pulledAt), oldRead, lastRead)
        ? status.lastRead
        : { ...status.lastRead, [period]: lastRead },
    newest:
      newest === undefined || (oldNewest && isAfter(comparePrecedence(oldNewest, newest), oldNewest, newest))
        ? status.newest
        : { ...status.newest, [period]: newest },
  };
}

/** Of two readings in the same millisecond one stands, in whichever order they come. */
function isAfter(order: number, a: object, b: object): boolean {
  return order > 0 || (order === 0 && JSON.stringify(a) > JSON.stringify(b));
}

function toNewest(precedence: Precedence, { newestDate, values }: Reading): Newest | undefined {
  if (newestDate === undefined) return undefined;
  const ofNewest = values.filter(({ date }) => date === newestDate);
  return { ...precedence, date: newestDate, values: ofNewest.map(({ date, ...value }) => value) };
}

/** Longer than a run lasts: what ended this much later than now was timed by a clock that was ahead. */
const MAX_AHEAD_MS = 1_800_000;

/** Whether something that ended at `at` replaces what ended at `last`. Both are ISO 8601. */
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
  const isNewer = replaces(outcome.at, status.lastPull?.at);
  const { failingSince: _before, ...rest } = status;
  return {
    ...(isNewer ? rest : status),
    ...(isNewer && { lastPull: outcome, troubles: nextTroubles(status, outcome) }),
    ...(succeeded && replaces(outcome.at, status.lastSuccessAt) && { lastSuccessAt: outcome.at }),
  };
}

/** The status without the periods that are no longer pulled. */
export function withPeriods(status: ReportStatus, keys: readonly string[]): ReportStatus {
  const only = <T>(byPeriod: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(byPeriod).filter(([key]) => keys.includes(key)));
  return { ...status, newest: only(status.newest), lastRead: only(status.lastRead) };
}
