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
    for (const next of ['https://evil.example/p2', 'http://graph.microsoft.com/p2', 'p2']) {
      await expect(fetchFrom({ [FIRST]: page([1], next) })).rejects.toMatchObject({ reason: 'redirect' });
    }
  });

  it('is refused when it has no end', async () => {
    const asked: string[] = [];
    const endless = async ({ url }: { readonly url: string }) => {
      asked.push(url);
      return { text: page([asked.length], `${ROOT}/p${asked.length}`), etag: undefined };
    };

    await expect(fetchTable({ url: FIRST }, endless, settings)).rejects.toMatchObject({ reason: 'download' });
    expect(asked).toHaveLength(8);
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
