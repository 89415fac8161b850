import { parentPort, workerData } from 'node:worker_threads';
import { evaluate } from './evaluate.ts';
import { LIMITS, RULES } from './rules.ts';
import { readSeries } from './series-file.ts';
import { simulateTenant } from './simulated.ts';

/** One rule on some groups: what a thread does. */
export interface Task {
  readonly rule: string;
  readonly groups:
    | { readonly users: number; readonly seed: number }
    | { readonly series: string; readonly by: 'series' | 'prefix'; readonly holidays?: string };
}

/** Begins of falls in each column. */
const STARTS = { simulated: 1, file: 8 };

if (parentPort !== null) {
  const task: Task = workerData;
  const rule = RULES.find(({ name }) => name === task.rule);
  if (rule === undefined) throw new Error(`There is no rule called ${task.rule}.`);
  const { groups } = task;
  const read =
    'series' in groups ? await readSeries(groups.series, groups) : [simulateTenant(groups.users, groups.seed)];
  parentPort.postMessage(
    evaluate(read, rule, LIMITS[rule.name] ?? [1], 'series' in groups ? STARTS.file : STARTS.simulated),
  );
}
