import * as v from 'valibot';
import { precedence, seriesKey } from './part-schema.ts';
import { byName, DAY, listOf, NUMBER, stored, TEXT, TIME } from './stored.ts';

/** Not only the reasons of this release: a newer one may know more. */
const REASON = v.pipe(v.string(), v.regex(/^[a-z_]{1,50}$/));

/** How the last pull of a report ended. */
const PULL_OUTCOME = stored({
  /** Its end. */
  at: TIME,
  seconds: NUMBER,
  failure: v.exactOptional(stored({ reason: REASON, message: v.string() })),
});
export type PullOutcome = v.InferOutput<typeof PULL_OUTCOME>;

/** What the reading that supersedes highest says of the newest date. */
const NEWEST = stored({
  ...precedence,
  date: DAY,
  /** The filled cells of that date. */
  values: listOf(stored({ ...seriesKey, value: NUMBER })),
});
export type Newest = v.InferOutput<typeof NEWEST>;

/** The filled cells of a column that are no number. */
const REJECTED_CELLS = stored({
  column: TEXT,
  cells: NUMBER,
  /** What one of them looks like: a 9 for each digit, an a for each letter. */
  shape: v.string(),
});

/** What the file that was read last was like. */
const LAST_READ = stored({
  pulledAt: TIME,
  rows: NUMBER,
  emptyCells: NUMBER,
  rejectedRows: NUMBER,
  /** Absent in what earlier releases stored. */
  rejectedCells: v.exactOptional(listOf(REJECTED_CELLS)),
  missingColumns: listOf(v.string()),
  unmappedColumns: listOf(v.string()),
});
export type LastRead = v.InferOutput<typeof LAST_READ>;

/** Something that is wrong: its first bad outcome in a row, and its last one. */
export const TROUBLE = stored({ since: TIME, at: TIME });
export type Trouble = v.InferOutput<typeof TROUBLE>;

/** What is wrong with a report; what is well is absent. */
const TROUBLES = stored({
  failing: v.exactOptional(TROUBLE),
  notOnboarded: v.exactOptional(TROUBLE),
  columnsMissing: v.exactOptional(TROUBLE),
  columnsUnmapped: v.exactOptional(TROUBLE),
  cellsRejected: v.exactOptional(TROUBLE),
  rowsRejected: v.exactOptional(TROUBLE),
});
export type Troubles = v.InferOutput<typeof TROUBLES>;

/** What is known about a report besides its history, as stored. Fields are only ever added. */
export const REPORT_STATUS = stored({
  version: NUMBER,
  lastPull: v.exactOptional(PULL_OUTCOME),
  lastSuccessAt: v.exactOptional(TIME),
  /** Absent in what earlier releases stored. */
  troubles: v.exactOptional(TROUBLES),
  /** When the first pull failed since the last success: only in what earlier releases stored. */
  failingSince: v.exactOptional(TIME),
  /** By the period the values depend on (`D7`), else under `any`. */
  newest: byName(NEWEST),
  lastRead: byName(LAST_READ),
});
export type ReportStatus = v.InferOutput<typeof REPORT_STATUS>;
