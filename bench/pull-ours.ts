import { createApp } from '../src/app.ts';
import { failuresOf } from '../src/pull/outcome.ts';
import { QUIET_LOG } from './quiet-log.ts';
import { tellUsage } from './usage.ts';

/** One pull, in a process of its own. */
const app = await createApp(process.env, 'standalone');
const start = performance.now();
const run = await app.pull('all', { log: QUIET_LOG });
const failures = failuresOf(run);
if (failures.length > 0) throw new Error(`failed: ${failures.join(', ')}`);
tellUsage(performance.now() - start);
