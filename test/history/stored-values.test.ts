import { expect, it } from 'vitest';
import { mergeIntoPart } from '../../src/history/merge.ts';
import { EMPTY_PART } from '../../src/history/part.ts';
import type { Part, Precedence } from '../../src/history/part-schema.ts';
import { EMPTY_STATUS } from '../../src/history/status.ts';
import type { ReportStatus } from '../../src/history/status-schema.ts';
import { chosenValues, toIsChosen, withoutValues, withStoredNewest } from '../../src/history/stored-values.ts';
import { reportNamed } from '../support/reports.ts';

const groups = reportNamed('getOffice365GroupsActivityGroupCounts');
const good: Precedence = { refreshedOn: '2026-11-16', pulledAt: '2026-11-18T10:00:00.000Z' };
const bad: Precedence = { refreshedOn: '2026-11-19', pulledAt: '2026-11-20T10:00:00.000Z' };
const values = (column: string, days: Readonly<Record<string, number>>) =>
  Object.entries(days).map(([date, value]) => ({ column, item: '', date, value }));

/** What a good file and then a bad one left. */
const part: Part = mergeIntoPart(
  mergeIntoPart(EMPTY_PART, good, [
    ...values('Total', { '2026-11-15': 5, '2026-11-16': 6 }),
    ...values('active', { '2026-11-16': 2 }),
  ]),
  bad,
  values('Total', { '2026-11-18': 1, '2026-11-19': 0 }),
  { ...bad, url: 'https://graph.example/x', etag: '"e"', entry: 'x' },
);
const status: ReportStatus = {
  ...EMPTY_STATUS,
  lastSuccessAt: bad.pulledAt,
  newest: { any: { ...bad, date: '2026-11-19', values: [{ column: 'Total', item: '', value: 0 }] } },
};

it('chooses by days and by any name of a column', () => {
  const chosen = (from?: string, column?: string) =>
    chosenValues(groups, [part], toIsChosen(groups, { from, column })).map(({ column, date }) => `${date} ${column}`);

  expect(chosen('2026-11-18')).toEqual(['2026-11-18 Total', '2026-11-19 Total']);
  expect(chosen(undefined, 'ACTIVE')).toEqual(['2026-11-16 Active']);
  expect(chosen()).toEqual([
    '2026-11-15 Total',
    '2026-11-16 Active',
    '2026-11-16 Total',
    '2026-11-18 Total',
    '2026-11-19 Total',
  ]);
});

it('leaves neither the values nor their reading nor an ETag in a part', () => {
  expect(withoutValues(part, toIsChosen(groups, { from: '2026-11-18' }))).toEqual({
    version: 1,
    readings: [good],
    series: [
      { column: 'Total', item: '', days: { '2026-11-15': [5, 0], '2026-11-16': [6, 0] } },
      { column: 'active', item: '', days: { '2026-11-16': [2, 0] } },
    ],
    answers: {},
  });
  expect(withoutValues(part, toIsChosen(groups, {}))).toEqual(EMPTY_PART);
});

it('takes the newest values from what is left', () => {
  const isChosen = toIsChosen(groups, { from: '2026-11-18' });

  expect(withStoredNewest(status, [withoutValues(part, isChosen)], isChosen)).toEqual({
    ...status,
    newest: {
      any: {
        ...good,
        date: '2026-11-16',
        values: [
          { column: 'Total', item: '', value: 6 },
          { column: 'active', item: '', value: 2 },
        ],
      },
    },
  });
  const all = toIsChosen(groups, {});
  expect(withStoredNewest(status, [withoutValues(part, all)], all)).toEqual({ ...status, newest: {} });
});

it('leaves the newest values alone that were not chosen, or that a pull has stored again', () => {
  const older = toIsChosen(groups, { to: '2026-11-18' });
  const other = toIsChosen(groups, { column: 'Active' });
  const all = toIsChosen(groups, {});

  expect(withStoredNewest(status, [withoutValues(part, older)], older)).toEqual(status);
  expect(withStoredNewest(status, [withoutValues(part, other)], other)).toEqual(status);
  expect(withStoredNewest(status, [part], all)).toEqual(status);
});

it('also goes back from a newest date without values', () => {
  const empty = { ...status, newest: { any: { ...bad, date: '2026-11-19', values: [] } } };
  const isChosen = toIsChosen(groups, { from: '2026-11-17' });

  const { newest } = withStoredNewest(empty, [withoutValues(part, isChosen)], isChosen);

  expect(newest.any?.date).toBe('2026-11-16');
});

it('keeps the periods of a report apart', () => {
  const services = reportNamed('getOffice365ServicesUserCounts');
  const ofPeriod = (period: number, value: number) => ({ column: 'Teams Active', item: '', period, value });
  const both = mergeIntoPart(
    mergeIntoPart(EMPTY_PART, good, [{ ...ofPeriod(7, 1), date: '2026-11-16' }]),
    bad,
    [7, 30].map((period) => ({ ...ofPeriod(period, period), date: '2026-11-19' })),
  );
  const newestOf = (period: number) => ({ ...bad, date: '2026-11-19', values: [ofPeriod(period, period)] });
  const known = { ...EMPTY_STATUS, newest: { D7: newestOf(7), D30: newestOf(30) } };
  const isChosen = toIsChosen(services, { from: '2026-11-17' });

  expect(withStoredNewest(known, [withoutValues(both, isChosen)], isChosen).newest).toEqual({
    D7: { ...good, date: '2026-11-16', values: [ofPeriod(7, 1)] },
  });
});
