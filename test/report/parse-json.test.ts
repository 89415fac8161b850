import { describe, expect, it } from 'vitest';
import { parseJsonPage, toTable } from '../../src/report/parse-json.ts';

describe('a page of JSON', () => {
  it('is flat rows', () => {
    const page = {
      '@odata.context': 'x',
      value: [{ reportRefreshDate: '2026-11-18', send: 3, read: null, reportPeriod: '7' }],
    };

    expect(tableOf(page)).toEqual({
      header: ['reportRefreshDate', 'send', 'read', 'reportPeriod'],
      rows: [['2026-11-18', '3', '', '7']],
    });
  });

  it('is parents with rows, wherever the period stands', () => {
    const value = [
      {
        reportRefreshDate: '2026-11-18',
        reportPeriod: 7,
        userCounts: [
          { reportDate: '2026-11-18', word: 5 },
          { reportDate: '2026-11-17', word: 4 },
        ],
      },
      { reportRefreshDate: '2026-11-18', userCounts: [{ reportPeriod: 30, word: 9 }] },
    ];

    expect(tableOf({ value })).toEqual({
      header: ['reportRefreshDate', 'reportPeriod', 'reportDate', 'word'],
      rows: [
        ['2026-11-18', '7', '2026-11-18', '5'],
        ['2026-11-18', '7', '2026-11-17', '4'],
        ['2026-11-18', '30', '', '9'],
      ],
    });
  });

  it('has no columns for what OData adds, and tells what is no number from what is empty', () => {
    const { header, rows } = tableOf({
      value: [{ '@odata.type': 'x', id: '1', total: 5, nested: { a: 1 }, flag: true, none: null }],
    });

    expect({ header, rows }).toEqual({ header: ['total', 'nested', 'flag', 'none'], rows: [['5', '{}', 'true', '']] });
  });

  it('has no lone surrogates, which no exposition can carry', () => {
    const text = '{"value":[{"new\\ud800":5,"siteType":"a\\udfff"}]}';

    expect(toTable(parseJsonPage(text).rows)).toEqual({ header: ['new\uFFFD', 'siteType'], rows: [['5', 'a\uFFFD']] });
  });

  it('tells where the next page is', () => {
    expect(parseJsonPage('{"value":[],"@odata.nextLink":"https://graph.microsoft.com/next"}').nextLink).toBe(
      'https://graph.microsoft.com/next',
    );
    expect(parseJsonPage('{"value":[]}').nextLink).toBeUndefined();
  });

  it.each(['', '<html>', 'null', '[]', '{}', '{"value":{}}', 'Report Refresh Date,Total'])('is not %o', (text) => {
    expect(() => parseJsonPage(text)).toThrow(expect.objectContaining({ reason: 'not_a_report' }));
  });
});

function tableOf(page: object) {
  return toTable(parseJsonPage(JSON.stringify(page)).rows);
}
