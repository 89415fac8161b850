import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bundle } from '../packaging/bundle.ts';
import { startChild } from './child.ts';
import { urlsOf } from './files.ts';
import type { Sample } from './sample.ts';
import { freePort, untilScraped } from './scraper.ts';
import type { ProcessUsage } from './usage.ts';

const FOLDER = 'dist/bench/script';
const PATHS = `${FOLDER}/reports.json`;

/** The naive script, bundled as ours is. */
export async function bundleScript(): Promise<void> {
  await bundle({ script: 'bench/naive/script.ts' }, FOLDER);
  await bundle({ loopback: 'bench/naive/loopback.ts' }, `${FOLDER}/loopback`);
}

/** From its start until it has pulled everything and served its first scrape. */
export async function runScript({ environment }: Sample): Promise<ProcessUsage> {
  const paths = urlsOf(environment).map((url) => new URL(url).pathname.replace('/v1.0', ''));
  await writeFile(PATHS, JSON.stringify(paths));
  const port = await freePort();
  const start = performance.now();
  const { cpuMs, peakMiB, end } = await startChild(`${FOLDER}/script.js`, [PATHS], {
    ...environment,
    PORT: String(port),
    NODE_OPTIONS: `--import=${resolve(FOLDER, 'loopback/loopback.js')}`,
  });
  await untilScraped(port);
  const wallMs = performance.now() - start;
  const usage = { cpuMs: await cpuMs(), peakMiB: await peakMiB(), wallMs };
  end();
  return usage;
}
