import { describe, expect, it } from 'vitest';
import { EMPTY_STATUS, withOutcome, withPeriods, withReading } from '../../src/history/status.ts';
import { EMPTY_READING, type Reading } from '../../src/report/reading.ts';

const precedence = { refreshedOn: '2026-11-18', pulledAt: '2026-11-20T10:00:00.000Z' };
const older = { refreshedOn: '2026-11-17', pulledAt: '2026-11-20T11:00:00.000Z' };

describe('withReading', () => {
  it('knows the filled cells of the newest date of the highest reading, and the counts of the last one', () => {
    const high = withReading(EMPTY_STATUS, 'any', precedence, reading('2026-11-18', 5));

    const status = withReading(high, 'any', older, { ...reading('2026-11-17', 4), rows: 90 });

    expect(status.newest.any).toEqual({
      ...precedence,
      date: '2026-11-18',
      values: [{ column: 'Total', item: '', value: 5 }],
    });
    expect(status.lastRead.any?.rows).toBe(90);
  });

  it('knows no newest value where the newest date has an empty cell', () => {
    const status = withReading(EMPTY_STATUS, 'any', precedence, {
      ...reading('2026-11-17', 4),
      newestDate: '2026-11-18',
    });

    expect(status.newest.any).toMatchObject({ date: '2026-11-18', values: [] });
  });

  it('ends alike in either order of two readings in one millisecond', () => {
    const [one, other] = [reading('2026-11-18', 5), { ...reading('2026-11-18', 6), rows: 90 }];

    const status = withReading(withReading(EMPTY_STATUS, 'any', precedence, one), 'any', precedence, other);

    expect(withReading(withReading(EMPTY_STATUS, 'any', precedence, other), 'any', precedence, one)).toEqual(status);
  });

  it('keeps the newest values when a file has no rows', () => {
    const before = withReading(EMPTY_STATUS, 'any', precedence, reading('2026-11-18', 5));
    const empty = { ...reading('', 0), refreshedOn: undefined, newestDate: undefined, values: [], rows: 0 };

    const status = withReading(before, 'any', { refreshedOn: '', pulledAt: '2026-11-21T10:00:00.000Z' }, empty);

    expect(status.newest).toEqual(before.newest);
    expect(status.lastRead.any?.rows).toBe(0);
  });
});

describe('withOutcome', () => {
  it('keeps the time of the last success through a failure', () => {
    const good = withOutcome(EMPTY_STATUS, { at: '2026-11-19T10:00:00.000Z', seconds: 1 });

    const bad = withOutcome(good, {
      at: '2026-11-20T10:00:00.000Z',
      seconds: 1,
      failure: { reason: 'server', message: '' },
    });

    expect(bad).toMatchObject({
      lastSuccessAt: '2026-11-19T10:00:00.000Z',
      lastPull: { failure: { reason: 'server' } },
    });
  });

  it('keeps the outcome of the pull that ended last', () => {
    const late = withOutcome(EMPTY_STATUS, { at: '2026-11-20T10:00:00.000Z', seconds: 1 });

    const status = withOutcome(late, {
      at: '2026-11-20T09:50:00.000Z',
      seconds: 1,
      failure: { reason: 'server', message: '' },
    });

    expect(status.lastPull).toEqual({ at: '2026-11-20T10:00:00.000Z', seconds: 1 });
  });

  it('does not wait for a time that a wrong clock has given', () => {
    const ahead = withOutcome(EMPTY_STATUS, { at: '2026-11-21T10:00:00.000Z', seconds: 1 });

    const status = withOutcome(ahead, { at: '2026-11-20T10:00:00.000Z', seconds: 2 });

    expect(status).toMatchObject({ lastPull: { seconds: 2 }, lastSuccessAt: '2026-11-20T10:00:00.000Z' });
  });
});

describe('withPeriods', () => {
  it('leaves out the periods that are no longer pulled', () => {
    const status = withReading(
      withReading(EMPTY_STATUS, 'D7', precedence, reading('2026-11-18', 5)),
      'D30',
      precedence,
      reading('2026-11-18', 6),
    );

    expect(Object.keys(withPeriods(status, ['D30']).newest)).toEqual(['D30']);
  });
});

function reading(date: string, value: number): Reading {
  return {
    ...EMPTY_READING,
    refreshedOn: date,
    newestDate: date,
    values: [{ column: 'Total', item: '', date, value }],
    rows: 1,
  };
}
