import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { EnvHttpProxyAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { isDownloadUrl } from '../../src/graph/download-hosts.ts';
import { reportFetcher } from '../../src/graph/fetch-report.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { MAX_FILE_BYTES } from '../../src/graph/size-limit.ts';
import { SYSTEM_RUNTIME, TRY_TIMEOUT_MS } from '../../src/system/runtime.ts';
import { type FileOf, respondWithError, startTenant, TOKEN } from '../support/tenant.ts';

const CSV = '\uFEFFReport Refresh Date,Total\r\n2026-11-18,5\r\n';
const NOW = new Date('2026-11-20T10:00:00Z');

describe('fetching a file', () => {
  it('asks Graph with the token and follows the redirect without it', async () => {
    const { fetchFile, tenant } = await start(() => CSV);

    const { text } = await fetchFile();

    expect(text).toBe(CSV.replace('\uFEFF', ''));
    expect(tenant.graphRequests.map(({ url }) => url)).toEqual(["/v1.0/reports/getX(period='D180')"]);
    expect(tenant.graphRequests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`]);
    expect(tenant.downloadRequests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('tells of an unchanged file', async () => {
    const { fetchFile, tenant } = await start(
      () => (_request, response) => void response.writeHead(304, { etag: '"e"' }).end(),
    );

    expect(await fetchFile('"e"')).toEqual({ text: undefined, etag: '"e"' });
    expect(tenant.graphRequests[0]?.headers['if-none-match']).toBe('"e"');
    expect(tenant.downloadRequests).toHaveLength(0);
  });

  it("knows the ETag of Graph's own response, not that of the download host", async () => {
    const { fetchFile } = await start(() => (_request, response, redirect) => {
      response.setHeader('etag', '"graph"');
      redirect(CSV);
    });

    expect(await fetchFile()).toMatchObject({ etag: '"graph"' });
  });

  it('takes the file from Graph itself, and compressed', async () => {
    const { fetchFile } = await start(
      () => (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(CSV)),
    );

    expect(await fetchFile()).toMatchObject({ text: CSV.replace('\uFEFF', '') });
  });
});

describe('what Microsoft is sent', () => {
  const ID = 'f2b8a1d4-0000-4000-8000-00000000000a';
  const withId = (response: ServerResponse, name: string, id = ID) => response.setHeader(name, id);

  it.each([
    ['refuses', 403, 'S2SUnauthorized', 'a new grant takes up to an hour'],
    ['has no such report', 404, '', 'leave it out of REPORTS'],
  ])('ends with the id of the request where Graph %s', async (_, status, code, end) => {
    const { fetchFile } = await start(() => (_request, response) => {
      respondWithError(withId(response, 'request-id'), status, code, '');
    });

    await expect(fetchFile()).rejects.toThrow(`${end} (request-id ${ID})`);
  });

  it("ends with the download host's own id where that fails, else with Graph's", async () => {
    const { fetchFile } = await start(() => (_request, response, redirect) => {
      withId(response, 'request-id');
      redirect((download) => void withId(download, 'x-ms-request-id', 'abcd-efgh').writeHead(301).end());
    });
    const { fetchFile: fetchOther } = await start(() => (_request, response, redirect) => {
      withId(response, 'request-id');
      redirect((download) => void download.writeHead(301).end());
    });

    await expect(fetchFile()).rejects.toThrow(/such as a proxy or a login page \(request-id abcd-efgh\)$/);
    await expect(fetchOther()).rejects.toThrow(`such as a proxy or a login page (request-id ${ID})`);
  });

  it('shows nothing that is no id', async () => {
    const { fetchFile } = await start(() => (_request, response) => {
      respondWithError(withId(response, 'request-id', 'see https://x.example'), 403, '', '');
    });

    await expect(fetchFile()).rejects.toThrow(/a new grant takes up to an hour$/);
  });
});

it('makes at most twelve calls for a report, all its files together', async () => {
  const { fetchFile, tenant } = await start(() => (_request, response) => respondWithError(response, 500, '', ''));

  await expect(fetchFile()).rejects.toMatchObject({ reason: 'server' });
  await expect(fetchFile()).rejects.toMatchObject({ reason: 'server' });
  await expect(fetchFile()).rejects.toMatchObject({
    reason: 'throttled',
    message: expect.stringContaining('12 calls'),
  });
  expect(tenant.graphRequests).toHaveLength(12);
});

describe('ending', () => {
  it('stops with the run, in the middle of a response', async () => {
    const run = new AbortController();
    const { fetchFile } = await start(() => () => run.abort(), run.signal);

    await expect(fetchFile()).rejects.toMatchObject({ reason: 'timeout' });
  });

  it('does not begin after the run has ended', async () => {
    const { fetchFile, tenant } = await start(() => CSV, AbortSignal.abort());

    await expect(fetchFile()).rejects.toMatchObject({ reason: 'timeout' });
    expect(tenant.graphRequests).toHaveLength(0);
  });
});

async function start(fileOf: FileOf, signal: AbortSignal = new AbortController().signal) {
  const tenant = await startTenant(fileOf);
  const graphEndpoint = new URL(tenant.environment.GRAPH_ENDPOINT ?? '');
  const graph: Graph = {
    dispatcher: new EnvHttpProxyAgent({ noProxy: '*', maxResponseSize: MAX_FILE_BYTES }),
    getToken: async () => TOKEN,
    isDownloadUrl: (url) => isDownloadUrl(url, { graphEndpoint, hosts: [] }),
    signal,
    deadline: NOW.getTime() + 540_000,
    startTry: () => SYSTEM_RUNTIME.startTimer(TRY_TIMEOUT_MS),
    now: () => NOW,
    sleep: async () => {},
    onResponse: () => {},
  };
  const fetcher = reportFetcher(graph);
  const url = new URL("v1.0/reports/getX(period='D180')", graphEndpoint).href;
  return { tenant, fetchFile: (etag?: string) => fetcher({ url, etag }) };
}
