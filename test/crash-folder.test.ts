import { it } from 'vitest';
import { CRASHING_MS, crashPulls } from './support/crash-pulls.ts';
import { watchFolder } from './support/watched-store.ts';

it(
  'a pull into a folder that is killed at any moment loses nothing, and the next one completes it',
  async () => {
    process.stdout.write(`\na folder, ${await crashPulls(await watchFolder())}\n`);
  },
  CRASHING_MS,
);
