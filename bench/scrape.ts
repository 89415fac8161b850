import { type Child, startChild } from './child.ts';
import { plainRow, type Row, toRow } from './row.ts';
import { loadSample, startSample } from './sample.ts';
import { type Encoding, scrapeFor, scrapeTimes } from './scraper.ts';
import { inTurns, type Length, medianOf, runNode } from './side-by-side.ts';

const NAMES = ['ours', 'promClient', 'bytes'] as const;
type Servers = Readonly<Record<(typeof NAMES)[number], Child>>;

/** How the standalone listener serves what is stored and unchanged. */
export async function scrape(length: Length): Promise<readonly Row[]> {
  const { environment, end } = await startSample('scrape');
  await runNode(['bench/pull-ours.ts'], { environment });
  const { families } = await loadSample(environment);
  const start = (name: string) => startChild('bench/scrape-server.ts', [name], environment);
  const servers = { ours: await start('ours'), promClient: await start('promClient'), bytes: await start('bytes') };
  const series = families.reduce((sum, { points }) => sum + points.length, 0);
  const rows = [
    plainRow('series of all v1.0 reports, window of 180 days', series, ''),
    ...(await rowsOf(servers, 'gzip', length)),
    ...(await rowsOf(servers, 'identity', length)),
    ...(await memoryOf(servers.ours, length)),
  ];
  for (const child of Object.values(servers)) child.end();
  end();
  return [...rows, ...(await rendering(environment, length))];
}

/**
 * prom-client does not compress, so that both encodings are compared with the same. What is stored is compressed; in
 * plain text, loopback itself is the limit, as the same bytes from memory show.
 */
async function rowsOf(servers: Servers, encoding: Encoding, { times }: Length): Promise<readonly Row[]> {
  const scrapeOf = (name: keyof Servers) => () => scrapeFor(times(1500, 400), encoding, servers[name]);
  for (const name of NAMES) await scrapeFor(300, encoding, servers[name]);
  const rounds = await inTurns(times(7, 2), Object.fromEntries(NAMES.map((name) => [name, scrapeOf(name)])));
  const median = (name: keyof Servers, figure: 'perSecond' | 'cpuMsEach') =>
    medianOf(rounds.flatMap((round) => round[name]?.[figure] ?? []));
  const figures = (figure: 'perSecond' | 'cpuMsEach', name: keyof Servers) =>
    ({ ours: median('ours', figure), peer: median(name, figure) }) as const;
  const what = encoding === 'gzip' ? 'as Prometheus asks, with gzip' : 'in plain text';
  const [rate, cpu] = [`scrapes ${what}`, `CPU of a scrape ${what}`];
  const target = encoding === 'gzip' ? { target: { atLeast: 40 }, isMain: true } : {};
  const held = { than: 'prom-client 15.1.3, plain text' };
  const memory = { than: 'the same bytes from memory' };
  return [
    toRow({ figure: rate, ...figures('perSecond', 'promClient'), ...held, unit: '/s', ...target }),
    toRow({ figure: rate, ...figures('perSecond', 'bytes'), ...memory, unit: '/s' }),
    toRow({ figure: cpu, ...figures('cpuMsEach', 'promClient'), ...held, unit: 'ms' }),
    toRow({ figure: cpu, ...figures('cpuMsEach', 'bytes'), ...memory, unit: 'ms' }),
  ];
}

async function memoryOf(ours: Child, { times }: Length): Promise<readonly Row[]> {
  const count = times(1000, 1000);
  const before = await ours.heapBytes();
  await scrapeTimes(count, ours);
  const after = await ours.heapBytes();
  return [
    toRow({
      figure: `heap after ${count} more scrapes`,
      ours: after / 2 ** 20,
      peer: before / 2 ** 20,
      than: 'before them',
      unit: 'MiB',
      target: { atMost: 1.02 },
    }),
  ];
}

/** In a process of its own, with a heap of its own. */
async function rendering(environment: NodeJS.ProcessEnv, { times }: Length): Promise<readonly Row[]> {
  const printed = await runNode(['--expose-gc', 'bench/render.ts', String(times(15, 4))], { environment });
  const { ours, fromPoints, held }: Readonly<Record<string, number>> = JSON.parse(printed);
  const row = { figure: 'rendering, points to text', ours: ours ?? Number.NaN, unit: 'ms' };
  return [
    toRow({ ...row, peer: fromPoints ?? Number.NaN, than: 'prom-client, points to text', target: { atMost: 1 } }),
    toRow({ ...row, peer: held ?? Number.NaN, than: 'prom-client, of series it holds' }),
  ];
}
