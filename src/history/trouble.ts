import { NOT_OFFERED } from '../errors/errors.ts';
import type { LastRead, PullOutcome, ReportStatus, Trouble, Troubles } from './status-schema.ts';

/** How the last pull of a report ended, and whether any before it succeeded. */
export interface PullResult extends Pick<PullOutcome, 'failure'> {
  readonly wasRead: boolean;
}

/**
 * Whether Microsoft does not offer the report to this tenant, or not yet: that is reported, but there is nothing to fix. Of
 * a report that was read before it is a failure like any other. infra/scripts/smoke-test.sh says the same in its own
 * words, and a test compares them.
 */
export function isNotOffered({ failure, wasRead }: PullResult): boolean {
  return failure !== undefined && NOT_OFFERED.includes(failure.reason) && !wasRead;
}

export function resultOf({ lastPull, lastSuccessAt }: ReportStatus): PullResult {
  return { ...(lastPull?.failure && { failure: lastPull.failure }), wasRead: lastSuccessAt !== undefined };
}

/** What is wrong after one more outcome at `at`. */
export function nextTrouble(before: Trouble | undefined, isBad: boolean, at: string): Trouble | undefined {
  return isBad ? badAgain(before, at) : undefined;
}

/** What is wrong after one more bad outcome. A clock that was ahead does not keep the beginning in the future. */
export function badAgain(before: Trouble | undefined, at: string): Trouble {
  return { since: before !== undefined && before.since <= at ? before.since : at, at };
}

/**
 * Since when something is wrong, as Unix time: from the second bad outcome in a row on the time of the first, and 0
 * otherwise. One bad outcome is a hiccup, or an odd file, that the next pull or push replaces.
 */
export function reportedSince(trouble: Trouble | undefined): number {
  return trouble === undefined || trouble.since === trouble.at ? 0 : Date.parse(trouble.since) / 1000;
}

/** What is wrong with the files of a report as they were read last, all periods together. */
export function wrongWithFiles(lastRead: ReportStatus['lastRead']): ReadonlySet<keyof Troubles> {
  const files = Object.values(lastRead);
  const hasRejectedCells = files.some(({ rejectedCells = [] }) => rejectedCells.length > 0);
  const checks: readonly (readonly [keyof Troubles, boolean])[] = [
    ['columnsMissing', files.some(({ missingColumns }) => missingColumns.length > 0)],
    ['columnsUnmapped', files.some(({ unmappedColumns }) => unmappedColumns.length > 0)],
    ['cellsRejected', hasRejectedCells],
    // Where cells are rejected, they say more than the rows they stand in.
    ['rowsRejected', !hasRejectedCells && files.some(({ rejectedRows }) => rejectedRows > 0)],
  ];
  return new Set(checks.flatMap(([kind, isWrong]) => (isWrong ? [kind] : [])));
}

/**
 * What is wrong with a report after a pull. Its files are judged where the pull has read one, or found all of them
 * unchanged: a pull that brought nothing says nothing about them.
 */
export function nextTroubles(status: ReportStatus, outcome: PullOutcome): Troubles {
  const before = troublesOf(status);
  const result = { ...(outcome.failure && { failure: outcome.failure }), wasRead: status.lastSuccessAt !== undefined };
  const wrong = wrongWithFiles(status.lastRead);
  const isJudged = outcome.failure === undefined || Object.values(status.lastRead).some(isNew(status.lastPull?.at));
  const of = (kind: keyof Troubles, isBad: boolean) => nextTrouble(before[kind], isBad, outcome.at);
  const ofFile = (kind: keyof Troubles) => (isJudged ? of(kind, wrong.has(kind)) : before[kind]);
  return withoutUndefined({
    ...before,
    failing: of('failing', result.failure !== undefined && !isNotOffered(result)),
    notOnboarded: of('notOnboarded', result.failure?.reason === 'not_onboarded' && isNotOffered(result)),
    columnsMissing: ofFile('columnsMissing'),
    columnsUnmapped: ofFile('columnsUnmapped'),
    cellsRejected: ofFile('cellsRejected'),
    rowsRejected: ofFile('rowsRejected'),
  });
}

function isNew(lastPullAt = ''): (file: LastRead) => boolean {
  return ({ pulledAt }) => pulledAt > lastPullAt;
}

/** What is wrong with a report. Earlier releases stored only since when its pulls fail. */
export function troublesOf(status: ReportStatus): Troubles {
  const { troubles, failingSince, lastPull } = status;
  if (troubles !== undefined || failingSince === undefined || lastPull === undefined) return troubles ?? {};
  const trouble = { since: failingSince, at: lastPull.at };
  if (!isNotOffered(resultOf(status))) return { failing: trouble };
  return lastPull.failure?.reason === 'not_onboarded' ? { notOnboarded: trouble } : {};
}

function withoutUndefined(all: { readonly [kind in keyof Troubles]: Trouble | undefined }): Troubles {
  return Object.fromEntries(Object.entries(all).filter(([, trouble]) => trouble !== undefined));
}
