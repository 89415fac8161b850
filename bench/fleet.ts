import { mkdir } from 'node:fs/promises';
import { bundle } from '../packaging/bundle.ts';
import { simulate } from '../test/tenants/simulation.ts';
import { startChild } from './child.ts';
import { fleetEnvironment } from './fleet/open.ts';
import type { Pulled } from './fleet/pull-many.ts';
import type { Ticked } from './fleet/tick.ts';
import { plainRow, type Row, toRow } from './row.ts';
import { startSample } from './sample.ts';
import { scrapeFor, scrapeTimes } from './scraper.ts';
import { inTurns, type Length, medianOf, runNode } from './side-by-side.ts';
import type { ProcessUsage } from './usage.ts';

const FOLDER = 'dist/bench/fleet-bundle';
const PROGRAMS = {
  many: 'bench/fleet/pull-many.ts',
  one: 'bench/pull-ours.ts',
  server: 'bench/fleet/server.ts',
  'scrape-server': 'bench/scrape-server.ts',
};
const LATENCY_MS = 300;
const AT_MOST_ALL = { atMost: 1 };

/** Many tenants in one process, beside one tenant in one, or beside the limit that they have to keep. */
export async function fleet(length: Length): Promise<readonly Row[]> {
  await bundle(PROGRAMS, FOLDER);
  await mkdir('dist/bench', { recursive: true });
  return [
    ...(await warm(length)),
    ...(await atOnce(length)),
    ...(await secondDay()),
    ...(await looking(length)),
    ...(await serving(length)),
    ...hanging(length),
  ];
}

/** One tenant after the other in a process that is warm, beside a process for each. */
async function warm({ times }: Length): Promise<readonly Row[]> {
  const sample = await startSample('fleet-cold');
  const many = await startSample('fleet-warm');
  const environment = fleetEnvironment(many.environment, { WINDOW_DAYS: '30' });
  const cold = async (): Promise<number> => {
    await sample.forget();
    const usage: ProcessUsage = JSON.parse(
      await runNode([`${FOLDER}/one.js`], { environment: { ...sample.environment, WINDOW_DAYS: '30' } }),
    );
    return usage.cpuMs;
  };
  const before = await inTurns(times(5, 1), { cold });
  const pulls = [times(200, 6), 1, times(3, 1)] as const;
  const pulled: Pulled = JSON.parse(
    await runNode(['--expose-gc', `${FOLDER}/many.js`, ...pulls.map(String)], { environment }),
  );
  const after = await inTurns(times(5, 1), { cold });
  for (const { end } of [sample, many]) end();
  const coldMs = medianOf([...before, ...after].map(({ cold: ms }) => ms ?? Number.NaN));
  const [first, last] = [times(20, 3), times(30, 6)];
  const heaps = Object.entries(pulled.heapMiB);
  const row = { ours: medianOf(pulled.cpuMs.slice(first, last)), peer: coldMs, unit: 'ms', target: { atMost: 0.45 } };
  return [
    toRow({
      ...row,
      isMain: true,
      figure: 'CPU of a pull, the 21st to 30th of a process',
      than: 'a process of its own, which is cold',
    }),
    ...heaps.slice(-1).flatMap(([count, ours]) => {
      const [least = count, peer = ours] = heaps[0] ?? [];
      const figure = `heap after ${count} pulls`;
      return toRow({ figure, ours, peer, than: `after ${least}`, unit: 'MiB', target: { atMost: 1.05 } });
    }),
  ];
}

/** Real tenants, eight at a time, over a Graph that takes its time. */
async function atOnce({ times }: Length): Promise<readonly Row[]> {
  const sample = await startSample('fleet-pool', LATENCY_MS);
  const environment = fleetEnvironment(sample.environment, { WINDOW_DAYS: '30' });
  const tenants = times(200, 8);
  const args = [`${FOLDER}/many.js`, String(tenants), '8', '1'];
  const pulled: Pulled = JSON.parse(await runNode(['--expose-gc', ...args], { environment }));
  sample.end();
  const figure = `peak memory, ${tenants} tenants, 8 at a time`;
  const limit = { peer: 400, than: 'the limit', target: AT_MOST_ALL };
  return [
    toRow({ figure, ours: pulled.peakMiB, ...limit, unit: 'MiB' }),
    plainRow(`${tenants} tenants pulled, 8 at a time, with ${LATENCY_MS} ms of latency`, pulled.seconds, 's'),
  ];
}

async function secondDay(): Promise<readonly Row[]> {
  const sample = await startSample('fleet-second-day');
  const printed = await runNode(['bench/fleet/second-day.ts'], {
    environment: { ...sample.environment, WINDOW_DAYS: '30' },
  });
  sample.end();
  const { reads = Number.NaN, writes = Number.NaN }: Readonly<Record<string, number>> = JSON.parse(printed);
  const figure = 'reads of the store in a pull of the second day';
  return [
    toRow({ figure, ours: reads, peer: 150, than: 'the limit', unit: '', target: AT_MOST_ALL }),
    plainRow('writes of the store in it', writes, ''),
  ];
}

/** Who of 2,000 is due, with Azurite. */
async function looking({ times }: Length): Promise<readonly Row[]> {
  const sample = await startSample('fleet-tick');
  const args = ['bench/fleet/tick.ts', '2000', String(times(20, 3))];
  const ticked: Ticked = JSON.parse(await runNode(args, { environment: fleetEnvironment(sample.environment) }));
  sample.end();
  const what = 'looking who of 2,000 tenants is due, when none is';
  const limit = { than: 'the limit', target: AT_MOST_ALL };
  return [
    toRow({ figure: `reads of ${what}`, ours: ticked.reads, peer: 17, unit: '', ...limit }),
    toRow({ figure: `CPU of ${what}`, ours: ticked.cpuMs, peer: 50, unit: 'ms', ...limit }),
    plainRow('CPU of the decision alone', ticked.plannerMs, 'ms'),
  ];
}

/** Scrapes of 2,000 tenants in turn, beside those of one. */
async function serving({ times }: Length): Promise<readonly Row[]> {
  const one = await startSample('fleet-one');
  const many = await startSample('fleet-many');
  const window = { WINDOW_DAYS: '0' };
  const single = { ...one.environment, ...window };
  await runNode(['bench/pull-ours.ts'], { environment: single });
  const environment = fleetEnvironment(many.environment, window);
  await runNode(['bench/fleet/prepare.ts', '2000'], { environment });
  const servers = {
    ours: await startChild(`${FOLDER}/server.js`, ['2000'], environment),
    one: await startChild(`${FOLDER}/scrape-server.js`, ['ours'], single),
  };
  const scrapes = (name: keyof typeof servers) => () => scrapeFor(times(1500, 1500), 'gzip', servers[name]);
  // Each tenant is opened by its first scrape.
  for (const child of Object.values(servers)) await scrapeTimes(4000, child);
  const rounds = await inTurns(times(7, 2), { ours: scrapes('ours'), one: scrapes('one') });
  const median = (name: keyof typeof servers) => medianOf(rounds.flatMap((round) => round[name]?.cpuMsEach ?? []));
  const asked = times(50, 10);
  const before = await servers.ours.cpuMs();
  for (let time = 0; time < asked; time += 1) await (await fetch(servers.ours.said.targets ?? '')).arrayBuffer();
  const targetsMs = ((await servers.ours.cpuMs()) - before) / asked;
  const peak = await servers.ours.peakMiB();
  for (const child of Object.values(servers)) child.end();
  for (const { end } of [one, many]) end();
  const limit = { than: 'the limit', target: AT_MOST_ALL };
  const cpu = { ours: median('ours'), peer: median('one'), than: 'of one tenant', unit: 'ms' };
  return [
    toRow({ figure: 'CPU of a scrape, 2,000 tenants in turn', ...cpu, target: { atMost: 1.3 }, isMain: true }),
    toRow({
      figure: 'peak memory of the server of 2,000 tenants',
      ours: peak,
      peer: 200,
      unit: 'MiB',
      ...limit,
      isMain: true,
    }),
    toRow({ figure: 'CPU of /targets of 2,000 tenants', ours: targetsMs, peer: 20, unit: 'ms', ...limit }),
  ];
}

/** Simulated: the planner and the pool with a clock of their own. */
function hanging({ times }: Length): readonly Row[] {
  const days = times(7, 2);
  const limit = { peer: 30, than: 'the limit', unit: 'h', target: AT_MOST_ALL };
  const well = simulate({ tenants: 2000, slots: 4, days });
  const bad = simulate({ tenants: 2000, slots: 4, days, hanging: 100 });
  const figure = 'oldest data of a healthy one of 2,000 tenants';
  return [
    toRow({ figure: `${figure}, 4 at a time`, ours: well.oldestHours, ...limit }),
    toRow({ figure: `${figure}, 4 at a time, of which 100 hang`, ours: bad.oldestHours, ...limit }),
    toRow({
      figure: 'runs a day of 2,000 tenants',
      ours: well.runs,
      peer: 2000,
      than: 'one a day of each',
      unit: '',
      target: { atMost: 1.05 },
    }),
  ];
}
