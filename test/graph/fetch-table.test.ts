import { describe, expect, it } from 'vitest';
import { fetchTable } from '../../src/graph/fetch-table.ts';

const ROOT = 'https://graph.microsoft.com';
const FIRST = `${ROOT}/beta/reports/getX(period='D7')?$format=application/json`;
const settings = { graphEndpoint: new URL(ROOT), reportFormat: 'json' } as const;

describe('an answer in pages', () => {
  it('is one table', async () => {
    const pages = { [FIRST]: page([1], `${ROOT}/p2`), [`${ROOT}/p2`]: page([2, 3]) };

    expect(await fetchFrom(pages)).toEqual([['1'], ['2'], ['3']]);
  });

  it('ends where a page leads back to one that was read', async () => {
    const pages = { [FIRST]: page([1], `${ROOT}/p2`), [`${ROOT}/p2`]: page([2], FIRST) };

    expect(await fetchFrom(pages)).toEqual([['1'], ['2']]);
  });

  it('is not followed to another host', async () => {
    const hosts = [
      'https://evil.example/p2',
      'http://graph.microsoft.com/p2',
      '//evil.example/p2',
      'https://x@graph.microsoft.com/',
    ];
    for (const next of hosts) {
      await expect(fetchFrom({ [FIRST]: page([1], next) })).rejects.toMatchObject({ reason: 'redirect' });
    }
  });

  it('is followed by a relative link, as from the page that has it', async () => {
    const pages = {
      [FIRST]: page([1], '/beta/next/p2'),
      [`${ROOT}/beta/next/p2`]: page([2], 'p3?$skiptoken=x'),
      [`${ROOT}/beta/next/p3?$skiptoken=x`]: page([3]),
    };

    expect(await fetchFrom(pages)).toEqual([['1'], ['2'], ['3']]);
  });

  it.each(['', ' ', null, 7])('ends with the link %j', async (next) => {
    const text = JSON.stringify({ value: [{ total: 1 }], '@odata.nextLink': next });

    expect(await fetchFrom({ [FIRST]: text })).toEqual([['1']]);
  });

  it('is cut where ever new links bring what was read before, and nothing is missing', async () => {
    let asked = 0;
    const circling = async () => {
      asked += 1;
      return { text: page([asked % 3], `${ROOT}/p${asked}`), etag: undefined };
    };

    const { table, cut } = await fetchTable({ url: FIRST }, circling, settings);

    expect(table?.rows).toEqual([['1'], ['2'], ['0']]);
    expect(cut).toEqual({
      message: "Graph's links to the next page lead in circles; what the 4 pages say once is kept",
    });
    expect(asked).toBe(4);
  });

  it('is cut when it has no end; what was read is kept, and the rest may be missing', async () => {
    let asked = 0;
    const endless = async () => {
      asked += 1;
      return { text: page([asked], `${ROOT}/p${asked}`), etag: undefined };
    };

    const { table, cut } = await fetchTable({ url: FIRST }, endless, settings);

    expect(table?.rows).toHaveLength(8);
    expect(cut).toEqual({
      reason: 'download',
      message:
        "Graph's links to the next page did not end after 8 pages, which no usage report has; the 8 rows until there are kept; set REPORT_FORMAT=csv to read the report without pages",
    });
    expect(asked).toBe(8);
  });
});

function page(totals: readonly number[], nextLink?: string): string {
  return JSON.stringify({
    value: totals.map((total) => ({ total })),
    ...(nextLink && { '@odata.nextLink': nextLink }),
  });
}

async function fetchFrom(pages: Readonly<Record<string, string>>) {
  const fetchFile = async ({ url }: { readonly url: string }) => ({ text: pages[url], etag: undefined });
  return (await fetchTable({ url: FIRST }, fetchFile, settings)).table?.rows;
}
