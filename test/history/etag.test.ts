import { expect, it } from 'vitest';
import { usableEtag } from '../../src/history/etag.ts';
import type { Part } from '../../src/history/part-schema.ts';

const key = { url: 'https://graph.microsoft.com/v1.0/reports/x', entry: 'entry' };
const precedence = { refreshedOn: '2026-11-18', pulledAt: '2026-11-20T10:00:00.000Z' };
const part: Part = {
  version: 1,
  readings: [precedence],
  series: [{ column: 'Total', item: '', days: { '2026-11-18': [5, 0] } }],
  answers: { [key.url]: { ...precedence, entry: 'entry', etag: '"e"' } },
};
const soon = new Date('2026-11-20T12:00:00Z');

it('sends the ETag of the file whose values are in history', () => {
  expect(usableEtag(part, precedence, key, soon)).toBe('"e"');
});

it.each([
  ['history is empty', { ...part, series: [] }, precedence, key, soon],
  ['there is no history', undefined, precedence, key, soon],
  ['the status does not know of the reading', part, undefined, key, soon],
  ['the status knows only of an older reading', part, { ...precedence, refreshedOn: '2026-11-17' }, key, soon],
  ['the URL is another one', part, precedence, { ...key, url: 'https://graph.microsoft.com/beta/reports/x' }, soon],
  ['the catalogue entry has changed', part, precedence, { ...key, entry: 'changed' }, soon],
  ['the refresh date is more than three days old', part, precedence, key, new Date('2026-11-21T00:00:01Z')],
  [
    'the last full read is seven days old',
    {
      ...part,
      answers: {
        [key.url]: { entry: 'entry', etag: '"e"', refreshedOn: '2026-11-18', pulledAt: '2026-11-13T12:00:00.000Z' },
      },
    },
    precedence,
    key,
    soon,
  ],
])('asks for the whole file when %s', (_, history, newest, request, now) => {
  expect(usableEtag(history, newest, request, now)).toBeUndefined();
});
