import { gzipSync } from 'node:zlib';
import type { Fault, Respond } from './fault.ts';
import { FAULTY } from './report-file.ts';
import { endless, hang, hangInside, late, once, reset, status, trickle, truncated } from './responses.ts';

const TOO_LARGE =
  'the response of reports.office.com is larger than 8 MiB, which no usage report is, and was not read; find out who responds in its name';

const elsewhere: Respond = ({ normally }) => normally('https://gone.office.com/data/download');

const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));

export const downloadFaults: readonly Fault[] = [
  { name: 'the download has expired: 403', download: once(status(403)), expected: { calls: 2 } },
  {
    name: 'the download always returns 403',
    download: status(403),
    expected: {
      reason: 'download',
      sentence:
        'the download host reports.office.com returned 403: it refuses the address that Graph gave; ask who runs the proxy on the way whether it alters addresses; a later run tries again',
      calls: 8,
    },
  },
  { name: 'the download is not there: 404', download: once(status(404)), expected: { calls: 2 } },
  ...[500, 503].map((code) => ({
    name: `the download always returns ${code}`,
    download: status(code, '<html>'),
    expected: {
      reason: 'download',
      sentence: `the download host reports.office.com returned ${code}: it has a fault of its own; if this stays, ask Microsoft; a later run tries again`,
      calls: 8,
    } as const,
  })),
  {
    name: 'the download refuses connections',
    graph: elsewhere,
    hosts: { 'gone.office.com': 1 },
    expected: {
      reason: 'download',
      sentence: 'the download did not respond: gone.office.com refuses connections (ECONNREFUSED)',
      calls: 8,
    },
  },
  {
    name: 'the download host has no address',
    graph: elsewhere,
    expected: { reason: 'download', sentence: '(EHOSTUNREACH)', calls: 8, reached: ['gone.office.com'] },
  },
  {
    name: 'the download is reset',
    download: reset,
    expected: { reason: 'download', sentence: 'the download did not respond', calls: 8 },
  },
  {
    name: 'the download hangs before it responds',
    download: late(hang),
    expected: { reason: 'timeout', sentence: 'the download did not respond in time', calls: 2 },
  },
  {
    name: 'the download hangs in the middle',
    download: late(hangInside(200)),
    expected: { reason: 'timeout', calls: 2 },
  },
  {
    name: 'the download hangs in the middle of an error',
    download: hangInside(500),
    expected: {
      reason: 'download',
      sentence:
        'the download host reports.office.com returned 500: it has a fault of its own; if this stays, ask Microsoft; a later run tries again',
      calls: 8,
    },
  },
  {
    name: 'the download comes drop by drop, for ever',
    download: late(trickle),
    expected: { reason: 'timeout', calls: 2 },
  },
  {
    name: 'the download breaks off',
    download: truncated,
    expected: { reason: 'download', sentence: 'the response of reports.office.com did not end', calls: 8 },
  },
  {
    name: 'the download is endless',
    download: endless,
    expected: { reason: 'download', sentence: TOO_LARGE, calls: 1 },
  },
  {
    name: 'the download has 9 MiB',
    download: status(200, Buffer.alloc(9 * 1024 * 1024, 'a')),
    expected: { reason: 'download', sentence: TOO_LARGE, calls: 1 },
  },
  {
    name: 'the download is 64 MiB in 64 KiB of gzip',
    download: status(200, bomb, { 'content-encoding': 'gzip' }),
    expected: { reason: 'download', sentence: TOO_LARGE, calls: 1 },
  },
  {
    name: 'the download is gzip that breaks off',
    download: status(200, gzipSync(`${FAULTY.name},1\n`.repeat(99)).subarray(0, 40), { 'content-encoding': 'gzip' }),
    expected: {
      reason: 'download',
      sentence:
        'the response of reports.office.com ended in the middle of its gzip (Z_BUF_ERROR); if this stays, ask who runs the proxy on the way, a later run tries again',
      calls: 8,
    },
  },
  {
    name: 'the download calls itself gzip, and is none',
    download: status(200, FAULTY.name, { 'content-encoding': 'gzip' }),
    expected: {
      reason: 'download',
      sentence:
        'the response of reports.office.com is no gzip, although it says so (Z_DATA_ERROR); if this stays, ask who runs the proxy on the way, a later run tries again',
      calls: 8,
    },
  },
  {
    name: 'the download is always gone',
    download: status(404),
    expected: {
      reason: 'download',
      sentence:
        'the download host reports.office.com returned 404: the file that Graph named is not there; if this stays, ask Microsoft; a later run tries again',
      calls: 8,
    },
  },
  {
    name: 'the download host asks to wait for a second',
    download: once(status(429, '', { 'retry-after': '1' })),
    expected: { calls: 2, waits: [1_000] },
  },
  {
    name: 'the download host asks to wait for an hour',
    download: status(429, '', { 'retry-after': '3600' }),
    expected: {
      reason: 'download',
      sentence:
        'it has to wait 3600 s, longer than this run may last: the download host reports.office.com returned 429: it gets too many requests from here; run fewer collectors behind one address; a later run tries again',
      calls: 1,
    },
  },
  {
    name: 'the download host always returns 429',
    download: status(429),
    expected: {
      reason: 'download',
      sentence: 'the download host reports.office.com returned 429: it gets too many requests from here;',
      calls: 8,
    },
  },
  {
    name: 'the download is packed in a way that nobody requested',
    download: status(200, Buffer.from([0x8b, 0xff, 0x03]), { 'content-encoding': 'br' }),
    expected: {
      reason: 'download',
      sentence:
        'the response of reports.office.com is compressed with br, and only gzip was requested; ask who runs the proxy on the way to leave Accept-Encoding as it is',
      calls: 1,
    },
  },
];
