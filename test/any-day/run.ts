/**
 * `npm run test:any-day`: the whole suite on ten days, each in one of two time zones; before it the sample tenant on
 * every day of three years, and the demo on each of the ten. `-- --day Monday test/cli` chooses days and files;
 * `--only years`, `demo` or `suite` one of the three.
 *
 * The clock is shifted in Node.js: what `NODE_OPTIONS` imports puts another `Date` in place of the global one. BASE in
 * test/support/run.ts hands that, with the time zone, to every process that a test starts. The files' times, the timers
 * and the certificates stay real, as do programs that are not Node.js: to shell scripts a `date` is given that is
 * shifted likewise, and a file of tests that meets a server in Go, which has a clock of its own, puts its own back
 * (test/support/programs.ts).
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { shiftedTo } from './clock.ts';
import { DAYS, type TestDay } from './days.ts';
import { demoProblem } from './demo.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { day: { type: 'string', multiple: true }, only: { type: 'string' } },
});
const days = DAYS.filter(({ name }) => values.day?.includes(name) ?? true);
const isWanted = (step: string) => values.only === undefined || values.only === step;
const failures: string[] = [];

if (isWanted('years')) note('three years', run(['test/any-day/three-years.ts']));
if (isWanted('demo')) {
  note('the build', run(['packaging/build.ts']));
  for (const day of days) note(`the demo on ${titleOf(day)}`, await demoProblem(day));
}
if (isWanted('suite')) {
  for (const day of days) {
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...positionals];
    note(`the suite on ${titleOf(day)}`, run(vitest, shiftedTo(day.at, day.timeZone)));
  }
}
process.stdout.write(failures.length === 0 ? 'all passed on every day\n' : `${failures.length} failed\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

function titleOf({ name, at, timeZone }: TestDay): string {
  return `${name}, ${at.toISOString()}, in ${timeZone}`;
}

function note(what: string, problem: string | undefined): void {
  process.stdout.write(`${what}: ${problem ?? 'ok'}\n`);
  if (problem !== undefined) failures.push(what);
}

/** What is wrong with how it ended. */
function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): string | undefined {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  return status === 0 ? undefined : `ended with ${status}`;
}
