import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { daysAgo, startRevisedTenant } from './support/revised-tenant.ts';
import { BASE, eventually, runCli, temporaryFolder } from './support/run.ts';
import { type Seen, scrapeUntil } from './support/scraper.ts';
import type { Message } from './support/serving.ts';

const SECONDS = Number(process.env.SECONDS ?? 5);
const SCRAPERS = 8;
/** One by the process that serves, one by another. */
const LEAST_PULLS = 2;
/** More than a heap of some 30 MiB may grow by chance. */
const MAX_GROWTH_MIB = 64;
const MEBIBYTE = 2 ** 20;

const NEWEST = daysAgo(2);
const revision = (number: number) => ({ number, newestOf: () => NEWEST, isEmpty: (place: number) => place % 7 === 3 });

const TITLE = 'eight scrapers see whole expositions of one revision, and newer ones only, while pulls go on';

it(TITLE, { timeout: 900_000 + SECONDS * 2_000 }, async () => {
  const tenant = await startRevisedTenant(revision(0));
  const store = { REPORTS: 'all', WINDOW_DAYS: '180', HISTORY_STORE: `file:${await temporaryFolder()}`, PORT: '0' };
  const environment = { ...tenant.environment, ...store };
  const serving = await startServing(environment);
  const seen: Seen = { texts: new Map(), statuses: new Map(), published: undefined };
  const ending = new AbortController();
  const turns = Array.from({ length: SCRAPERS }, (_, turn) => turn);
  const scrapers = Promise.all(turns.map((turn) => scrapeUntil(ending.signal, serving.address, seen, turn)));
  const memories: Memory[] = [];

  const pulls = async () => {
    const end = Date.now() + SECONDS * 1000;
    for (let number = 1; Date.now() < end || number <= LEAST_PULLS; number += 1) {
      tenant.revision = revision(number);
      if (number % 2 === 1) await serving.pull();
      else expect((await runCli(['collect'], environment)).status).toBe(0);
      seen.published = number;
      memories.push(await serving.measure());
    }
    await eventually(async () => expect(revisionsSeen(seen)).toContain(seen.published));
    ending.abort();
  };
  await Promise.all([pulls(), scrapers]);

  const trend = trendOf(memories);
  process.stdout.write(`\n${describeSeen(seen, memories.length, trend)}\n`);
  expect(trend.last.heapUsed - trend.first.heapUsed).toBeLessThan(MAX_GROWTH_MIB);
});

function revisionsSeen({ texts }: Seen): readonly number[] {
  return [...texts.values()].map((text) => text.revision);
}

interface Memory {
  readonly heapUsed: number;
  readonly rss: number;
}

interface Trend {
  readonly first: Memory;
  readonly last: Memory;
}

/** The means, in mebibytes, of the first and of the last quarter. */
function trendOf(memories: readonly Memory[]): Trend {
  const quarter = Math.max(1, Math.floor(memories.length / 4));
  const mean = (of: readonly Memory[], what: keyof Memory) =>
    of.reduce((sum, memory) => sum + memory[what], 0) / of.length / MEBIBYTE;
  const means = (of: readonly Memory[]) => ({ heapUsed: mean(of, 'heapUsed'), rss: mean(of, 'rss') });
  return { first: means(memories.slice(0, quarter)), last: means(memories.slice(-quarter)) };
}

function describeSeen({ texts, statuses }: Seen, pulls: number, { first, last }: Trend): string {
  const responses = [...statuses].map(([status, count]) => `${count} of ${status}`).join(', ');
  const grown = (what: keyof Memory) => `${what} ${first[what].toFixed(1)} → ${last[what].toFixed(1)} MiB`;
  return `${SCRAPERS} scrapers, ${pulls} pulls, ${texts.size} expositions: ${responses}; first → last quarter: ${grown('heapUsed')}, ${grown('rss')}`;
}

/** The standalone server in a process of its own, which pulls and measures on request. It ends with the test. */
async function startServing(environment: Readonly<Record<string, string>>) {
  const child = fork('test/support/serving.ts', { env: { ...BASE, ...environment }, execArgv: ['--expose-gc'] });
  onTestFinished(() => void child.kill());
  const nextMessage = async (): Promise<Message> => (await once(child, 'message'))[0];
  const ask = (what: string) => {
    const message = nextMessage();
    child.send(what);
    return message;
  };
  const first = await nextMessage();
  if (!('address' in first)) throw new Error('it does not serve');
  return {
    address: first.address,
    pull: async () => expect(await ask('pull')).toEqual({ failures: [] }),
    measure: async (): Promise<Memory> => {
      const message = await ask('memory');
      if (!('memory' in message)) throw new Error('it does not measure');
      return message.memory;
    },
  };
}
