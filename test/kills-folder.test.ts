import { it } from 'vitest';
import { KILLING_MS, killPulls } from './support/kills.ts';
import { watchFolder } from './support/watched-store.ts';

it(
  'a pull into a folder that is killed at any moment loses nothing, and the next one completes it',
  async () => {
    process.stdout.write(`\na folder, ${await killPulls(await watchFolder())}\n`);
  },
  KILLING_MS,
);
