import { describe, expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import { EMPTY_STATUS, withOutcome, withPeriods, withReading } from '../../src/history/status.ts';
import { REPORT_STATUS, type ReportStatus } from '../../src/history/status-schema.ts';
import { isStored } from '../../src/history/stored.ts';
import { toStateFamilies } from '../../src/metrics/states.ts';
import { EMPTY_READING, type Reading } from '../../src/report/reading.ts';

const FAILING = 'm365_report_failing_since_timestamp_seconds';
const NOT_ONBOARDED = 'm365_tenant_not_onboarded_since_timestamp_seconds';
const MISSING = 'm365_report_columns_missing_since_timestamp_seconds';
const UNMAPPED = 'm365_report_columns_unmapped_since_timestamp_seconds';
const CELLS = 'm365_report_rejected_since_timestamp_seconds';
const ROWS = 'm365_report_rows_rejected_since_timestamp_seconds';
const DUE = 'm365_report_refresh_due_timestamp_seconds';

const active = reportThat('active');
const retired = reportThat('retired');
const good: Reading = { ...EMPTY_READING, refreshedOn: '2026-11-18', newestDate: '2026-11-18', rows: 7 };

describe('since when the pulls of a report fail', () => {
  it.each<[string, readonly string[], string]>([
    ['0 where they succeed', ['', ''], ''],
    ['0 after a single failure', ['', 'server'], ''],
    ['from the second in a row on, the time of the first', ['', 'server', 'timeout'], '2'],
    ['still that after many', ['', 'server', 'server', 'network', 'server'], '2'],
    ['0 once one has succeeded', ['', 'server', 'server', ''], ''],
    ['0 where a failure follows a success that followed failures', ['server', 'server', '', 'server'], ''],
    ['0 where the report is not offered', ['not_available', 'not_available'], ''],
    ['0 where the tenant is not onboarded', ['not_onboarded', 'not_onboarded'], ''],
    ['reported where it was read before and is not offered now', ['', 'not_available', 'not_available'], '2'],
    ['counted from the first real failure', ['not_available', 'not_available', 'server', 'server'], '3'],
    ['0 after a hiccup of what is not offered', ['not_available', 'not_available', 'server'], ''],
  ])('%s', (_, reasons, day) => {
    expect(statesOf(pulls(reasons))[FAILING]).toBe(day === '' ? 0 : time(Number(day)));
  });

  it('does not go back for a pull that ended before one that is known', () => {
    const justBefore = '2026-11-04T09:50:00.000Z';
    const known = pulls(['', 'server', 'server', '']);

    expect(statesOf(withOutcome(known, { ...failed('server'), at: justBefore }))[FAILING]).toBe(0);
    const failing = pulls(['', 'server', 'server', 'server']);
    expect(statesOf(withOutcome(failing, { at: justBefore, seconds: 1 }))[FAILING]).toBe(time(2));
  });

  it('does not lie in the future because a clock was ahead', () => {
    const ahead = withOutcome(EMPTY_STATUS, { ...failed('server'), at: at(9) });
    const first = withOutcome(ahead, { ...failed('server'), at: at(2) });

    expect(
      [first, withOutcome(first, { ...failed('server'), at: at(3) })].map((status) => statesOf(status)[FAILING]),
    ).toEqual([0, time(2)]);
  });

  it('is known of a document that an earlier release has written', () => {
    const failure = { reason: 'server', message: '' };
    const earlier = {
      ...EMPTY_STATUS,
      lastSuccessAt: at(1),
      failingSince: at(2),
      lastPull: { at: at(4), seconds: 1, failure },
    };
    const single = { ...earlier, failingSince: at(4) };
    const notOnboarded = {
      ...{ ...EMPTY_STATUS, failingSince: at(2) },
      lastPull: { at: at(4), seconds: 1, failure: { reason: 'not_onboarded', message: '' } },
    };

    expect([earlier, single, notOnboarded].map((status) => isStored(REPORT_STATUS, status))).toEqual([
      true,
      true,
      true,
    ]);
    expect(statesOf(earlier)[FAILING]).toBe(time(2));
    expect(statesOf(withOutcome(earlier, { ...failed('server'), at: at(5) }))[FAILING]).toBe(time(2));
    expect(withOutcome(earlier, { at: at(5), seconds: 1 })).not.toHaveProperty('failingSince');
    expect(statesOf(single)[FAILING]).toBe(0);
    expect(statesOf(withOutcome(single, { ...failed('server'), at: at(5) }))[FAILING]).toBe(time(4));
    expect(statesOf(notOnboarded)).toMatchObject({ [FAILING]: 0, [NOT_ONBOARDED]: time(2) });
  });
});

describe('since when the tenant is not onboarded', () => {
  it('is one time for all reports: the earliest, from the second time on', () => {
    const later = withOutcome(withOutcome(EMPTY_STATUS, { ...failed('not_onboarded'), at: at(3) }), {
      ...failed('not_onboarded'),
      at: at(4),
    });

    expect(statesOf(pulls(['not_onboarded']))[NOT_ONBOARDED]).toBe(0);
    expect(statesOf(later, EMPTY_STATUS, pulls(['not_onboarded', 'not_onboarded']))[NOT_ONBOARDED]).toBe(time(1));
    expect(statesOf(pulls(['not_onboarded', 'not_onboarded', '']))[NOT_ONBOARDED]).toBe(0);
    expect(statesOf(pulls(['', 'not_onboarded', 'not_onboarded']))[NOT_ONBOARDED]).toBe(0);
  });
});

describe.each<[string, string, Partial<Reading>]>([
  ['columns that are missing', MISSING, { missingColumns: ['Send'] }],
  ['columns that are not mapped', UNMAPPED, { unmappedColumns: ['New'] }],
  ['cells that are no number', CELLS, { rejectedCells: [{ column: 'Send', cells: 3, shape: '9,9' }], rejectedRows: 3 }],
  ['rows that are left out', ROWS, { rejectedRows: 2 }],
])('since when there are %s', (_, name, odd) => {
  const read = (days: readonly (Partial<Reading> | undefined)[]) =>
    statesOf(days.reduce((status, reading, index) => pull(status, index + 1, reading), EMPTY_STATUS));

  it('is reported from the second time in a row on, with the time of the first', () => {
    expect(
      [
        [{}, odd],
        [{}, odd, odd],
        [{}, odd, odd, odd],
        [odd, odd, {}],
        [odd, {}, odd],
      ].map((days) => read(days)[name]),
    ).toEqual([0, time(2), time(2), 0, 0]);
  });

  it('is nothing that a pull can say that has brought nothing, and is confirmed by an unchanged file', () => {
    const once = pull(EMPTY_STATUS, 1, odd);

    expect(statesOf(withOutcome(once, { ...failed('server'), at: at(2) }))[name]).toBe(0);
    expect(statesOf(pull(once, 2, undefined))[name]).toBe(time(1));
  });

  it('is 0 of a period that is no longer pulled', () => {
    const both = [1, 2].reduce((status, day) => pull(pull(status, day, odd, 'D7'), day, {}, 'D30'), EMPTY_STATUS);

    expect([both, withPeriods(both, ['D30'])].map((status) => statesOf(status)[name])).toEqual([time(1), 0]);
  });

  it('is reported for a file of which no row can be used, though its pull fails', () => {
    const failing = [1, 2].reduce((status, day) => {
      const precedence = { refreshedOn: '', pulledAt: at(day) };
      const file = withReading(status, 'any', precedence, { ...good, ...odd });
      return withOutcome(file, { ...failed('not_a_report'), at: at(day) });
    }, EMPTY_STATUS);

    expect(statesOf(failing)).toMatchObject({ [name]: time(1), [FAILING]: time(1) });
  });
});

it('rows are not reported where cells are, which say more', () => {
  const odd = { rejectedCells: [{ column: 'Send', cells: 3, shape: '9,9' }], rejectedRows: 3 };

  expect(statesOf(pull(pull(EMPTY_STATUS, 1, odd), 2, odd))).toMatchObject({ [CELLS]: time(1), [ROWS]: 0 });
});

describe('when a report is stale unless it is refreshed before', () => {
  it('is its limit after the refresh date, the oldest of its periods', () => {
    const older = { refreshedOn: '2026-11-17', pulledAt: at(1) };
    const both = withReading(pull(EMPTY_STATUS, 1, {}, 'D30'), 'D7', older, good);

    expect(statesOf(both)[DUE]).toBe(Date.UTC(2026, 10, 17 + active.staleAfterDays) / 1000);
  });

  it('is not known before it was read, and 0 for a retired one', () => {
    expect(statesOf(EMPTY_STATUS)).not.toHaveProperty(DUE);
    const families = toStateFamilies([{ report: retired, status: pull(EMPTY_STATUS, 1, {}) }]);
    expect(families.find(({ metric }) => metric.name === DUE)?.points).toEqual([
      { labels: { report: retired.name }, value: 0 },
    ]);
  });
});

function reportThat(lifecycle: string) {
  const found = reports.find((report) => report.lifecycle === lifecycle);
  if (found === undefined) throw new Error(`no report is ${lifecycle}`);
  return found;
}

function at(day: number): string {
  return `2026-11-0${day}T10:00:00.000Z`;
}

function time(day: number): number {
  return Date.parse(at(day)) / 1000;
}

function failed(reason: string) {
  return { seconds: 1, failure: { reason, message: '' } };
}

/** A pull a day, each ending for a reason, or well. */
function pulls(reasons: readonly string[]): ReportStatus {
  return reasons.reduce(
    (status, reason, index) =>
      withOutcome(status, { ...(reason === '' ? { seconds: 1 } : failed(reason)), at: at(index + 1) }),
    EMPTY_STATUS,
  );
}

/** A pull that succeeds; undefined: Microsoft has nothing new. */
function pull(status: ReportStatus, day: number, reading: Partial<Reading> | undefined, period = 'any'): ReportStatus {
  const precedence = { refreshedOn: '2026-11-18', pulledAt: at(day) };
  const read = reading === undefined ? status : withReading(status, period, precedence, { ...good, ...reading });
  return withOutcome(read, { at: at(day), seconds: 1 });
}

function statesOf(...statuses: readonly ReportStatus[]): Readonly<Record<string, number>> {
  const families = toStateFamilies(statuses.map((status) => ({ report: active, status })));
  return Object.fromEntries(families.flatMap(({ metric, points }) => points.map(({ value }) => [metric.name, value])));
}
