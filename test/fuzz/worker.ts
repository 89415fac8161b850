import { parentPort } from 'node:worker_threads';
import { properties } from './properties/index.ts';
import type { Run, Verdict } from './property.ts';

/** Some cases of one property. */
export interface Batch extends Run {
  readonly index: number;
}

export type Result = Verdict;

parentPort?.on('message', async ({ index, ...run }: Batch) => {
  parentPort?.postMessage(await properties[index]?.check(run));
});
