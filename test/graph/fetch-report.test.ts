import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { EnvHttpProxyAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { reportFetcher } from '../../src/graph/fetch-report.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { MAX_FILE_BYTES } from '../../src/graph/request.ts';
import { isDownloadUrl } from '../../src/system/hosts.ts';
import { SYSTEM_RUNTIME, TRY_TIMEOUT_MS } from '../../src/system/runtime.ts';
import { answerError, type FileOf, type GraphHandler, startTenant, TOKEN } from '../support/tenant.ts';

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

  it("knows the ETag of Graph's own answer, not that of the download host", async () => {
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

it('does not take a 304 for an answer where nothing is known', async () => {
  const { fetchFile, tenant } = await start(
    () => (_request, response) => void response.writeHead(304, { etag: '"e"' }).end(),
  );

  await expect(fetchFile()).rejects.toMatchObject({ reason: 'server' });
  expect(tenant.graphRequests).toHaveLength(8);
});

describe('what Microsoft is asked with', () => {
  const ID = 'f2b8a1d4-0000-4000-8000-00000000000a';
  const withId = (response: ServerResponse, name: string, id = ID) => response.setHeader(name, id);

  it.each([
    ['refuses', 403, 'S2SUnauthorized', 'a new grant takes up to an hour'],
    ['has no such report', 404, '', 'leave it out of REPORTS'],
  ])('ends with the id of the request where Graph %s', async (_, status, code, end) => {
    const { fetchFile } = await start(() => (_request, response) => {
      answerError(withId(response, 'request-id'), status, code, '');
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
      answerError(withId(response, 'request-id', 'see https://x.example'), 403, '', '');
    });

    await expect(fetchFile()).rejects.toThrow(/a new grant takes up to an hour$/);
  });
});

describe('trying again', () => {
  it.each([
    ['a 429', (response: ServerResponse) => answerError(response, 429, 'TooManyRequests', '')],
    ['a 500', (response: ServerResponse) => answerError(response, 500, '', '')],
    ['a 503', (response: ServerResponse) => void response.writeHead(503).end('<html>')],
    ['a reset connection', (response: ServerResponse) => void response.socket?.resetAndDestroy()],
  ])('asks Graph again after %s', async (_, answer) => {
    const { fetchFile, tenant, answers } = await start(failFirst(2, answer));

    expect(await fetchFile()).toMatchObject({ text: expect.stringContaining('Total') });
    expect(tenant.graphRequests).toHaveLength(3);
    expect(answers.at(-1)).toBe('302');
  });

  it.each([
    ['was refused', (response: ServerResponse) => void response.writeHead(403).end()],
    ['failed', (response: ServerResponse) => void response.writeHead(502).end()],
    ['was reset', (response: ServerResponse) => void response.socket?.resetAndDestroy()],
    [
      'broke off',
      (response: ServerResponse) =>
        void response.writeHead(200, { 'content-length': 99 }).write('Report', () => response.destroy()),
    ],
  ])(
    'asks Graph, not the download host, after a download that %s: its URL is good for minutes only',
    async (_, answer) => {
      let calls = 0;
      const { fetchFile, tenant } = await start(() => (_request, _response, redirect) => {
        calls += 1;
        redirect(calls === 1 ? answer : CSV);
      });

      expect(await fetchFile()).toMatchObject({ text: expect.stringContaining('Total') });
      expect(tenant.graphRequests).toHaveLength(2);
      expect(new Set(tenant.downloadRequests.map(({ url }) => url)).size).toBe(2);
    },
  );

  it('waits as long as Graph asks, to the millisecond', async () => {
    const { fetchFile, slept } = await start(
      failFirst(1, (response) => void response.writeHead(429, { 'retry-after': '2.128' }).end()),
    );

    await fetchFile();

    expect(slept).toEqual([2128]);
  });

  it('gives up as throttled when Graph asks for longer than the run may last', async () => {
    const { fetchFile, slept } = await start(
      () => (_request, response) => void response.writeHead(429, { 'retry-after': '3600' }).end(),
    );

    await expect(fetchFile()).rejects.toMatchObject({
      reason: 'throttled',
      message: expect.stringContaining('3600 s'),
    });
    expect(slept).toEqual([]);
  });

  it('ends after eight tries with what was wrong', async () => {
    const { fetchFile, tenant } = await start(() => (_request, response) => answerError(response, 500, '', ''));

    await expect(fetchFile()).rejects.toMatchObject({
      reason: 'server',
      message: expect.stringContaining('Graph returned 500'),
    });
    expect(tenant.graphRequests).toHaveLength(8);
  });

  it('makes at most twelve calls for a report, all its files together', async () => {
    const { fetchFile, tenant } = await start(() => (_request, response) => answerError(response, 500, '', ''));

    await expect(fetchFile()).rejects.toMatchObject({ reason: 'server' });
    await expect(fetchFile()).rejects.toMatchObject({ reason: 'server' });
    await expect(fetchFile()).rejects.toMatchObject({
      reason: 'throttled',
      message: expect.stringContaining('12 calls'),
    });
    expect(tenant.graphRequests).toHaveLength(12);
  });

  it('asks once where asking again is useless', async () => {
    const { fetchFile, tenant } = await start(
      () => (_request, response) => answerError(response, 403, 'S2SUnauthorized', ''),
    );

    await expect(fetchFile()).rejects.toMatchObject({ reason: 'unauthorized' });
    expect(tenant.graphRequests).toHaveLength(1);
  });
});

describe('refusing', () => {
  it.each([
    [
      'to another host',
      'https://evil.example/file?sig=secret-signature',
      'Graph redirected to https://evil.example, which is not allowed',
    ],
    [
      'to plain http',
      'http://reports.office.com/file?sig=secret-signature',
      'Graph redirected to http://reports.office.com, which is',
    ],
    ['to nowhere', undefined, 'without saying where to'],
    ['to a path', '/v1.0/other', 'what is no whole address'],
  ])('does not follow a redirect %s', async (_, location, message) => {
    const { fetchFile, tenant } = await start(
      () => (_request, response) => void response.writeHead(302, location === undefined ? {} : { location }).end(),
    );

    const error = await failure(fetchFile());

    expect(error).toMatchObject({ reason: 'redirect', message: expect.stringContaining(message) });
    expect(error.message).not.toContain('secret-signature');
    expect(tenant.downloadRequests).toHaveLength(0);
  });

  it('does not follow a second redirect', async () => {
    const { fetchFile } = await start(
      () => (_request, response) => void response.writeHead(302, { location: again(response) }).end(),
    );

    expect(await failure(fetchFile())).toMatchObject({
      reason: 'redirect',
      message: expect.stringMatching(/^Graph redirected to itself, and there returned 302, a second redirect/),
    });
  });

  it.each([
    [
      'sent as it is',
      (response: ServerResponse) => void response.writeHead(200).end(Buffer.alloc(MAX_FILE_BYTES + 1, 'a')),
    ],
    ['without a stated length', (response: ServerResponse) => endless(response)],
    [
      'packed into a few kilobytes',
      (response: ServerResponse) =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(MAX_FILE_BYTES + 1))),
    ],
  ])('does not read a file of more than 8 MiB %s', async (_, answer) => {
    const { fetchFile } = await start(() => (_request, response) => answer(response));

    expect(await failure(fetchFile())).toMatchObject({ reason: 'download', message: expect.stringContaining('8 MiB') });
  });

  it('does not take bytes for text that are not UTF-8', async () => {
    const { fetchFile } = await start(() => Buffer.from([0xff, 0xfe, 0x41, 0x00]));

    expect(await failure(fetchFile())).toMatchObject({
      reason: 'not_a_report',
      message: expect.stringContaining('UTF-8'),
    });
  });
});

describe('ending', () => {
  it('stops with the run, in the middle of an answer', async () => {
    const run = new AbortController();
    const { fetchFile } = await start(() => () => run.abort(), run.signal);

    expect(await failure(fetchFile())).toMatchObject({ reason: 'timeout' });
  });

  it('does not begin after the run has ended', async () => {
    const { fetchFile, tenant } = await start(() => CSV, AbortSignal.abort());

    expect(await failure(fetchFile())).toMatchObject({ reason: 'timeout' });
    expect(tenant.graphRequests).toHaveLength(0);
  });
});

async function start(fileOf: FileOf, signal: AbortSignal = new AbortController().signal) {
  const tenant = await startTenant(fileOf);
  const graphEndpoint = new URL(tenant.environment.GRAPH_ENDPOINT ?? '');
  const answers: string[] = [];
  const slept: number[] = [];
  const graph: Graph = {
    dispatcher: new EnvHttpProxyAgent({ noProxy: '*', maxResponseSize: MAX_FILE_BYTES }),
    getToken: async () => TOKEN,
    isDownloadUrl: (url) => isDownloadUrl(url, { graphEndpoint, hosts: [] }),
    signal,
    deadline: NOW.getTime() + 540_000,
    startTry: () => SYSTEM_RUNTIME.startTimer(TRY_TIMEOUT_MS),
    now: () => NOW,
    sleep: async (ms) => {
      slept.push(ms);
    },
    onAnswer: (status) => answers.push(status),
  };
  const fetcher = reportFetcher(graph);
  const url = new URL("v1.0/reports/getX(period='D180')", graphEndpoint).href;
  return { tenant, answers, slept, fetchFile: (etag?: string) => fetcher({ url, etag }) };
}

function failFirst(times: number, answer: (response: ServerResponse) => void): FileOf {
  let calls = 0;
  const handler: GraphHandler = (_request, response, redirect) => {
    calls += 1;
    if (calls > times) redirect(CSV);
    else answer(response);
  };
  return () => handler;
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}

/** An address of Graph itself, where the same handler redirects once more. */
function again({ req }: ServerResponse): string {
  return `http://${req.headers.host}${req.url}`;
}

async function endless(response: ServerResponse): Promise<void> {
  response.writeHead(200);
  while (!response.destroyed) {
    response.write(Buffer.alloc(1024 * 1024, 'a'));
    await setTimeout(1);
  }
}
