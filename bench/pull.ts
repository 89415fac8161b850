import { writeFile } from 'node:fs/promises';
import { bundle } from '../packaging/bundle.ts';
import { urlsOf } from './files.ts';
import { type Row, toRow } from './row.ts';
import { type Sample, startSample } from './sample.ts';
import { bundleScript, runScript } from './script.ts';
import { inTurns, type Length, medianOf, runNode } from './side-by-side.ts';
import type { ProcessUsage } from './usage.ts';

const FOLDER = 'dist/bench/pull-bundle';
const URLS = 'dist/bench/urls.json';

/** As many reports as a pull asks for at a time, which does no more than one request for each. */
const CONCURRENCY = 8;

const LATENCY_MS = 300;

const PEERS = { bare: 'a bare loop, nothing kept', script: 'the naive script, first scrape included' } as const;

/**
 * A pull of all v1.0 reports into an empty history, beside a loop that keeps nothing and a script that keeps everything
 * in memory; all bundled alike.
 */
export async function pull(length: Length): Promise<readonly Row[]> {
  await bundle({ ours: 'bench/pull-ours.ts', bare: 'bench/pull-bare.ts' }, FOLDER);
  await bundleScript();
  return [...(await costs(length)), ...(await withLatency(length))];
}

async function costs({ times }: Length): Promise<readonly Row[]> {
  const sample = await startSample('pull');
  const urls = await writeUrls(sample);
  const pulls = { ours: () => pullOurs(sample), bare: () => pullBare(sample), script: () => runScript(sample) };
  const rounds = await inTurns(times(11, 3), pulls);
  sample.end();
  const median = (name: keyof typeof pulls, figure: keyof ProcessUsage) =>
    medianOf(rounds.flatMap((round) => round[name]?.[figure] ?? []));
  const compare = (peer: 'bare' | 'script', figure: keyof ProcessUsage) =>
    ({ ours: median('ours', figure), peer: median(peer, figure), than: PEERS[peer] }) as const;
  const what = `a pull of ${urls.length} files`;
  const [cpu, memory, wall] = [`CPU of ${what}`, `peak memory of ${what}`, `wall time of ${what}`];
  const shown = { isMain: true, isDrawn: true };
  return [
    toRow({ figure: cpu, ...compare('bare', 'cpuMs'), unit: 'ms' }),
    toRow({ figure: cpu, ...compare('script', 'cpuMs'), unit: 'ms', target: { atMost: 1.5 }, ...shown }),
    toRow({ figure: memory, ...compare('bare', 'peakMiB'), unit: 'MiB' }),
    toRow({ figure: memory, ...compare('script', 'peakMiB'), unit: 'MiB', target: { atMost: 1 }, ...shown }),
    toRow({ figure: wall, ...compare('bare', 'wallMs'), unit: 'ms' }),
  ];
}

/** Each file is a response of Graph and a download; before all comes a token. */
async function withLatency({ times }: Length): Promise<readonly Row[]> {
  const sample = await startSample('latency', LATENCY_MS);
  const requests = 1 + 2 * (await writeUrls(sample)).length;
  const rounds = await inTurns(times(3, 1), {
    ours: () => pullOurs(sample),
    warm: () => pullAgain(sample),
    bare: () => pullBare(sample),
  });
  sample.end();
  const median = (name: 'ours' | 'warm' | 'bare') =>
    medianOf(rounds.flatMap((round) => round[name]?.wallMs ?? [])) / 1000;
  const figure = `wall time of a pull with ${LATENCY_MS} ms of latency`;
  const bound = (Math.ceil(requests / CONCURRENCY) * LATENCY_MS) / 1000;
  const than = `${requests} requests, ${CONCURRENCY} at a time`;
  return [
    toRow({ figure, ours: median('ours'), peer: bound, than, unit: 's', target: { atMost: 1.3 }, isMain: true }),
    toRow({
      figure: `${figure}, nothing new`,
      ours: median('warm'),
      peer: median('ours'),
      than: 'everything new',
      unit: 's',
      isMain: true,
    }),
    toRow({ figure, ours: median('ours'), peer: median('bare'), than: PEERS.bare, unit: 's' }),
  ];
}

async function pullOurs(sample: Sample): Promise<ProcessUsage> {
  await sample.forget();
  return pullAgain(sample);
}

/** Where there was a pull before, Graph has nothing new. */
async function pullAgain({ environment }: Sample): Promise<ProcessUsage> {
  return JSON.parse(await runNode([`${FOLDER}/ours.js`], { environment }));
}

async function pullBare({ environment }: Sample): Promise<ProcessUsage> {
  return JSON.parse(await runNode([`${FOLDER}/bare.js`, URLS, String(CONCURRENCY)], { environment }));
}

async function writeUrls({ environment }: Sample): Promise<readonly string[]> {
  const urls = urlsOf(environment);
  await writeFile(URLS, JSON.stringify(urls));
  return urls;
}
