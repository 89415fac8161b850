import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { addressOf } from '../src/hosts/standalone/listen.ts';
import type { Child } from './child.ts';

export type Encoding = 'gzip' | 'identity';

export interface Scraped {
  readonly perSecond: number;
  readonly cpuMsEach: number;
}

/** Prometheus asks for one scrape at a time; two keep the server busy while a response is read. */
const CONNECTIONS = 2;

const RETRY_MS = 10;
const GIVE_UP_MS = 60_000;

/** Scrape a server for a while. */
export async function scrapeFor(milliseconds: number, encoding: Encoding, { said, cpuMs }: Child): Promise<Scraped> {
  const before = await cpuMs();
  const start = performance.now();
  const count = await scrapeWhile(addressesOf(said), encoding, () => performance.now() - start < milliseconds);
  const seconds = (performance.now() - start) / 1000;
  const after = await cpuMs();
  return { perSecond: count / seconds, cpuMsEach: (after - before) / count };
}

export function scrapeTimes(times: number, { said }: Child): Promise<number> {
  let left = times;
  return scrapeWhile(addressesOf(said), 'gzip', () => left-- > 0);
}

/** A port for a server that needs one to be named. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = new URL(addressOf(server));
  await once(server.close(), 'close');
  return Number(port);
}

/** Scrape a server that may not listen yet, or has nothing yet, until its first whole response. */
export async function untilScraped(port: number): Promise<void> {
  const address = `http://127.0.0.1:${port}/metrics`;
  const agent = new Agent();
  const givesUp = performance.now() + GIVE_UP_MS;
  const again = async (error: unknown): Promise<void> => {
    if (performance.now() > givesUp) throw error;
    await setTimeout(RETRY_MS);
    return scrape(address, 'gzip', agent).catch(again);
  };
  await scrape(address, 'gzip', agent).catch(again);
}

/** One address, or those of many tenants in turn. */
function addressesOf({ address = '', tenants }: Child['said']): () => string {
  let next = 0;
  return tenants === undefined ? () => address : () => `${address}/t${next++ % Number(tenants)}`;
}

async function scrapeWhile(toNext: () => string, encoding: Encoding, goesOn: () => boolean): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let count = 0;
  const scrapeOn = async () => {
    for (; goesOn(); count += 1) await scrape(toNext(), encoding, agent);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, scrapeOn));
  agent.destroy();
  return count;
}

function scrape(address: string, encoding: Encoding, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(address, { agent, headers: { 'accept-encoding': encoding } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${address} returned ${response.statusCode}`));
      response.on('end', resolve).on('error', reject).resume();
    });
    request.on('error', reject);
  });
}
