/**
 * How often rules for drops raise false alarms, and what they miss. `npm run drops` replays simulated tenants,
 * `npm run drops -- --series FILE.csv` a file of `series,date,value`; with `--write` both, and bench/DROPS.md is made anew.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import pMap from 'p-map';
import type { Figures } from './evaluate.ts';
import { sumAlarms, sumUp } from './evaluate.ts';
import { RULES } from './rules.ts';
import { toDocument, toTables } from './tables.ts';
import type { Task } from './task.ts';
import { REAL_SERIES } from './words.ts';

const { values } = parseArgs({
  options: {
    series: { type: 'string' },
    group: { type: 'string', default: 'series' },
    holidays: { type: 'string' },
    users: { type: 'string', default: '50,500,5000' },
    seeds: { type: 'string', default: '1,2,3' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const { series, holidays } = values;
const by = values.group === 'prefix' ? 'prefix' : 'series';
const file =
  series === undefined
    ? []
    : [
        {
          title: values.write ? REAL_SERIES : 'Series of the file',
          tasks: tasksOf({ series, by, ...(holidays && { holidays }) }),
        },
      ];
const simulated = values.users.split(',').map((users) => ({
  title: `${users} users`,
  tasks: values.seeds.split(',').flatMap((seed) => tasksOf({ users: Number(users), seed: Number(seed) })),
}));
const parts = [...(series === undefined || values.write ? simulated : []), ...file];

const all = parts.flatMap(({ tasks }) => tasks);
const figures = new Map<Task, readonly Figures[]>();
await pMap(all, async (task) => figures.set(task, await runTask(task)), { concurrency: Number(values.jobs) });
const results = parts.map(({ title, tasks }) => ({
  title,
  figures: merge(tasks.map((task) => figures.get(task) ?? [])),
}));

if (values.write) await writeFile('bench/DROPS.md', toDocument(results));
process.stdout.write(values.json ? `${JSON.stringify(results)}\n` : toTables(results));

function tasksOf(groups: Task['groups']): readonly Task[] {
  return RULES.map(({ name }) => ({ rule: name, groups }));
}

async function runTask(task: Task): Promise<readonly Figures[]> {
  const worker = new Worker(new URL('task.ts', import.meta.url), { workerData: task });
  const { promise, resolve, reject } = Promise.withResolvers<readonly Figures[]>();
  worker.once('message', resolve);
  worker.once('error', reject);
  const value = await promise;
  process.stderr.write(`${JSON.stringify(task)} done\n`);
  return value;
}

/** The figures of several groups together, by rule and limit. */
function merge(all: readonly (readonly Figures[])[]): readonly Figures[] {
  const same = Map.groupBy(all.flat(), ({ rule, limit }) => `${rule} ${limit}`);
  return [...same.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { rule, limit } = first;
    return [
      {
        rule,
        limit,
        alarms: sumAlarms(own.map(({ alarms }) => alarms)),
        found: sumUp(own.flatMap(({ found }) => found)),
      },
    ];
  });
}
