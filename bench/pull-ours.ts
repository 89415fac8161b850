import { openApp } from '../src/production.ts';
import { failuresOf } from '../src/run.ts';
import { QUIET_LOG } from './quiet-log.ts';
import { tellUsage } from './usage.ts';

/** One pull, in a process of its own. */
const app = await openApp(process.env, 'standalone');
const start = performance.now();
const run = await app.pull('all', { log: QUIET_LOG });
const failures = failuresOf(run);
if (failures.length > 0) throw new Error(`failed: ${failures.join(', ')}`);
tellUsage(performance.now() - start);
