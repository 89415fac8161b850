/**
 * The long run of the properties: `npm run fuzz`. What fails is printed as small as it gets, with what to replay it by:
 * `npm run fuzz -- --only <part of the name> --seed <seed> --path <path>`.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { properties } from './properties/index.ts';
import { shareOfReadings } from './share.ts';
import type { Batch, Result } from './worker.ts';

/** fast-check tells nothing while it runs. */
const CASES_AT_A_TIME = 2_000;
const TELL_EVERY_MS = 10_000;

const { values: given } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    jobs: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string', default: '' },
    path: { type: 'string' },
  },
});
const chosen = properties.flatMap(({ name, weight }, index) => (name.includes(given.only) ? [{ weight, index }] : []));
const total = given.path === undefined ? Number(given.runs) : 1;
const weights = chosen.reduce((sum, { weight }) => sum + weight, 0);
const seed = Number(given.seed);
const queue = chosen.flatMap(({ index, weight }) => batchesOf(index, Math.ceil((total * weight) / weights))).values();
const done = new Map<string, number>();
const failures = new Map<number, string>();
let shownAt = Date.now();
const started = Date.now();

print(`seed ${seed}, ${total} cases over ${chosen.length} properties\n`);
await Promise.all(Array.from({ length: Number(given.jobs) }, work));
for (const [name, cases] of done) print(`${String(cases).padStart(9)} ${name}\n`);
print(`seed ${seed}: ${pace()}\n`);
if (failures.size > 0) {
  print(`\n${[...failures.values()].join('\n\n')}\n`);
  process.exitCode = 1;
} else print(`All hold. ${(100 * (await shareOfReadings(seed))).toFixed(0)} % of the files are read.\n`);

/** A batch has the seed of the run and its own number: a run is the same for a seed, however many jobs share it. */
function batchesOf(index: number, runs: number): readonly Batch[] {
  const path = given.path === undefined ? {} : { path: given.path };
  return Array.from({ length: Math.ceil(runs / CASES_AT_A_TIME) }, (_, number) => ({
    index,
    runs: Math.min(CASES_AT_A_TIME, runs - number * CASES_AT_A_TIME),
    seed: seed + number,
    ...path,
  }));
}

async function work(): Promise<void> {
  const worker = new Worker(new URL('worker.ts', import.meta.url));
  for (const batch of queue) {
    if (failures.has(batch.index)) continue;
    const { name = '' } = properties[batch.index] ?? {};
    const { cases, failure } = await ask(worker, batch);
    done.set(name, (done.get(name) ?? 0) + cases);
    if (failure !== undefined) failures.set(batch.index, `Not true: ${name}\n${failure}`);
    if (Date.now() - shownAt > TELL_EVERY_MS) {
      print(`${pace()}: ${name}\n`);
      shownAt = Date.now();
    }
  }
  await worker.terminate();
}

function ask(worker: Worker, batch: Batch): Promise<Result> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (result: Result) => {
      worker.off('error', reject);
      resolve(result);
    });
    worker.postMessage(batch);
  });
}

function cases(): number {
  return [...done.values()].reduce((sum, count) => sum + count, 0);
}

function pace(): string {
  const seconds = (Date.now() - started) / 1000;
  return `${cases()} cases in ${seconds.toFixed(0)} s, ${Math.round(cases() / seconds)} a second`;
}

function print(text: string): void {
  process.stdout.write(text);
}
