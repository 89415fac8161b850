import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { currentExposition } from '../../src/http/current-exposition.ts';
import { metricsResponse } from '../../src/http/metrics-response.ts';
import type { HttpResponse } from '../../src/http/response.ts';
import { createExpositionStore, toExposition } from '../../src/store/exposition-store.ts';
import { createFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../support/run.ts';

const TEXT = 'm365_groups 5\n';

describe('GET /metrics', () => {
  it('is 503 with a sentence before the first run has finished', async () => {
    const { scrape } = await start({ hasRun: false });

    expect(await scrape()).toMatchObject({
      status: 503,
      body: expect.stringMatching(/^There is no data yet: .*\.\n$/),
    });
  });

  it('is the stored text', async () => {
    const { scrape } = await start({ stored: TEXT });

    const { status, headers, body } = await scrape();

    expect({ status, body: body.toString() }).toEqual({ status: 200, body: TEXT });
    expect(headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      vary: 'Accept-Encoding',
    });
  });

  it.each(['gzip', 'gzip, deflate', 'deflate;q=0.5, gzip;q=1', '*'])(
    'is compressed for Accept-Encoding: %s',
    async (acceptEncoding) => {
      const { scrape } = await start({ stored: TEXT });

      const { headers, body } = await scrape({ 'accept-encoding': acceptEncoding });

      expect(headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(Buffer.from(body)).toString()).toBe(TEXT);
    },
  );

  it.each(['identity', 'gzip;q=0', 'br'])('is not compressed for Accept-Encoding: %s', async (acceptEncoding) => {
    const { scrape } = await start({ stored: TEXT });

    expect((await scrape({ 'accept-encoding': acceptEncoding })).headers).not.toHaveProperty('content-encoding');
  });

  it('has an ETag for each encoding, and is 304 for it', async () => {
    const { scrape } = await start({ stored: TEXT });
    const plain = (await scrape()).headers.etag ?? '';
    const packed = (await scrape({ 'accept-encoding': 'gzip' })).headers.etag ?? '';

    expect(plain).not.toBe(packed);
    expect(await scrape({ 'if-none-match': `"x", W/${plain}` })).toMatchObject({
      status: 304,
      body: '',
      headers: { etag: plain },
    });
    expect(await scrape({ 'if-none-match': packed })).toMatchObject({ status: 200 });
    expect(await scrape({ 'if-none-match': packed, 'accept-encoding': 'gzip' })).toMatchObject({ status: 304 });
  });

  it('costs one conditional read while nothing has changed', async () => {
    const { scrape, reads } = await start({ stored: TEXT });
    await scrape();
    reads.length = 0;

    await scrape();

    expect(reads).toEqual([expect.stringMatching(/^tenant\/exposition known/)]);
  });

  it('is the next text as soon as it is stored', async () => {
    const { scrape, store } = await start({ stored: TEXT });
    await scrape();

    await store('m365_groups 6\n', 'mine');

    expect((await scrape()).body.toString()).toBe('m365_groups 6\n');
  });

  it('does not become older because a response to an earlier request came late', async () => {
    const { store, expositions } = await start({ stored: TEXT });
    const [late, later] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const waits: (Promise<void> | undefined)[] = [late.promise, undefined, later.promise];
    const load = async (known?: string) => {
      const loaded = await expositions.load(known);
      await waits.shift();
      return loaded;
    };
    const render = () => toExposition(['rendered here\n'], 'mine');
    const current = currentExposition({
      exposition: { ...expositions, load },
      settingsHash: 'mine',
      hasRun: async () => true,
      render,
    });
    const first = current();
    await vi.waitFor(() => expect(waits).toHaveLength(2));
    await store('m365_groups 6\n', 'mine');
    await current();
    const last = current();
    await vi.waitFor(() => expect(waits).toHaveLength(0));

    late.resolve();
    await first;
    later.resolve();

    expect((await (await last)?.text())?.toString()).toBe('m365_groups 6\n');
  });

  it('is rendered anew where other settings, or nobody, shaped what is stored', async () => {
    const { scrape, store } = await start({ stored: TEXT });
    await store('of another version\n', 'other');

    expect((await scrape()).body.toString()).toBe('rendered here\n');

    const { scrape: scrapeNothing } = await start({});
    expect((await scrapeNothing()).body.toString()).toBe('rendered here\n');
  });

  it.each([
    ['is no exposition', () => Buffer.from('corrupt')],
    ['is cut off', (bytes: Buffer) => bytes.subarray(0, -4)],
    [
      'has another digest',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"digest":"', '"digest":"\\n'), 'latin1'),
    ],
  ])('is rendered anew where what is stored %s', async (_, change) => {
    const { scrape, damage } = await start({ stored: TEXT });
    await damage(change);

    expect((await scrape()).body.toString()).toBe('rendered here\n');
  });
});

async function start({ stored, hasRun = true }: { readonly stored?: string; readonly hasRun?: boolean }) {
  const reads: string[] = [];
  const files = createFolderStore(await temporaryFolder());
  const spied: Store = {
    ...files,
    read: (path, known) => {
      reads.push(`${path} ${known ? 'known' : 'unknown'}`);
      return files.read(path, known);
    },
  };
  const expositions = createExpositionStore(spied, 'tenant');
  const store = async (text: string, shape: string) => {
    const last = await expositions.load();
    await expositions.save(
      await toExposition([text], shape),
      last === undefined || last === 'unchanged' ? undefined : last.etag,
    );
  };
  const damage = async (change: (bytes: Buffer) => Buffer) => {
    const last = await files.read('tenant/exposition');
    if (last === undefined || last === 'unchanged') throw new Error('nothing is stored');
    await files.write('tenant/exposition', change(last.bytes), last.etag);
  };
  if (stored !== undefined) await store(stored, 'mine');
  const render = () => toExposition(['rendered here\n'], 'mine');
  const current = currentExposition({
    exposition: expositions,
    settingsHash: 'mine',
    hasRun: async () => hasRun,
    render,
  });
  const scrape = (headers: Readonly<Record<string, string>> = {}): Promise<HttpResponse> =>
    metricsResponse({ header: (name) => headers[name] }, current);
  return { scrape, store, damage, reads, expositions };
}
