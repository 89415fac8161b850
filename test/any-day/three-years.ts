import { isDeepStrictEqual } from 'node:util';
import { addDays, type Day } from '../../src/report/dates.ts';
import { alarmsOn, DROP } from '../support/alarms.ts';
import { openSample } from '../support/sample.ts';

/** The sample tenant on every day of three years, a leap year among them. Exit status 1 where it raises other alarms. */

const FIRST: Day = '2026-01-01';
const LAST: Day = '2028-12-31';

/** Days between two dates for which a history of their own must say the same as the one that slides along. */
const PROBED_DAYS = 97;

const sample = openSample();
const wrong: string[] = [];
let days = 0;
for (let date = FIRST; date <= LAST; date = addDays(date, 1), days += 1) {
  const alarms = alarmsOn(date, sample);
  if (!isDeepStrictEqual(alarms, [DROP])) wrong.push(`${date}: ${alarms.join(', ') || 'no alarm'}`);
  if (days % PROBED_DAYS === 0 && !isDeepStrictEqual(alarmsOn(date), alarms))
    wrong.push(`${date}: the histories differ`);
}
process.stdout.write(`${days} days, ${wrong.length} of them wrong\n${wrong.map((line) => `${line}\n`).join('')}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
