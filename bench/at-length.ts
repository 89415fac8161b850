/**
 * A test at its full length, where `npm test` runs a short form: `npm run crashes -- --number 200 --seed 1`,
 * `npm run scrapers -- --seconds 60`.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    number: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
  },
});
const { number, seconds, seed } = values;
const settings = { CRASHES: number, SECONDS: seconds, ...(seed !== undefined && { SEED: seed }) };
const { status } = spawnSync('vitest', ['run', ...positionals], {
  stdio: 'inherit',
  env: { ...process.env, ...settings },
});
process.exitCode = status ?? 1;
