import { describe, expect, it } from 'vitest';
import { fetchTable } from '../../src/graph/fetch-table.ts';

const ROOT = 'https://graph.microsoft.com';
const FIRST = `${ROOT}/beta/reports/getX(period='D7')?$format=application/json`;
const settings = { graphEndpoint: new URL(ROOT), reportFormat: 'json' } as const;

describe('a response in pages', () => {
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
