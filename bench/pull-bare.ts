import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { Agent } from 'undici';
import { tellUsage } from './usage.ts';

/** The least that a pull can be: files are requested, downloaded, parsed and forgotten. */
const [file = '', concurrency] = process.argv.slice(2);
const urls: string[] = JSON.parse(await readFile(file, 'utf8'));
const agent = new Agent();
const start = performance.now();
await Promise.all(Array.from({ length: Number(concurrency) }, work));
await agent.close();
tellUsage(performance.now() - start);

async function work(): Promise<void> {
  for (let url = urls.shift(); url !== undefined; url = urls.shift()) {
    const response = await get(url, { authorization: 'Bearer bare' });
    await response.body.dump();
    const download = await get(String(response.headers.location), {});
    parse(await download.body.text(), { bom: true });
  }
}

function get(url: string, headers: Record<string, string>) {
  const { origin, pathname, search } = new URL(url);
  return agent.request({ origin, path: `${pathname}${search}`, method: 'GET', headers });
}
