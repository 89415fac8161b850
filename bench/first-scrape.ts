import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundle } from '../packaging/bundle.ts';
import { type Row, toRow } from './row.ts';
import { type Sample, startSample } from './sample.ts';
import { freePort, untilScraped } from './scraper.ts';
import { bundleScript, runScript } from './script.ts';
import { type Length, medians, runNode } from './side-by-side.ts';

const FOLDER = 'dist/bench/first-scrape-bundle';
const CLI = `${FOLDER}/cli.js`;

/** From the start of the standalone server to its first whole response, beside a script that has to pull first. */
export async function firstScrape({ times }: Length): Promise<readonly Row[]> {
  await bundle({ cli: 'src/cli/main.ts' }, FOLDER);
  await bundleScript();
  const stored = await startSample('first-scrape');
  const empty = await startSample('first-scrape-empty');
  await runNode([CLI, 'collect'], stored);
  const started = {
    ours: () => untilServed(stored),
    emptied: () => empty.forget().then(() => untilServed(empty)),
    script: async () => (await runScript(stored)).wallMs,
  };
  const median = await medians(times(11, 2), started);
  for (const { end } of [stored, empty]) end();
  const figure = (history: string) => `start to first scrape, ${history}`;
  const shown = { isMain: true, isDrawn: true };
  const script = { peer: median('script'), than: 'the naive script, which pulls first', unit: 'ms', ...shown };
  return [
    toRow({ figure: figure('of what is stored'), ours: median('ours'), ...script, target: { atMost: 0.5 } }),
    toRow({ figure: figure('nothing stored'), ours: median('emptied'), ...script }),
  ];
}

/** What is stored is not due, so that only an empty history is pulled for. */
async function untilServed({ environment }: Sample): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const server = spawn(process.execPath, [CLI, 'serve'], {
    stdio: 'ignore',
    env: { ...environment, PORT: String(port) },
  });
  await untilScraped(port);
  const milliseconds = performance.now() - started;
  server.kill();
  await once(server, 'exit');
  return milliseconds;
}
