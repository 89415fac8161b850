import { it } from 'vitest';
import { KILLING_MS, killPulls } from './support/kills.ts';
import { watchAzurite } from './support/watched-store.ts';

it(
  'a pull into a blob container that is killed at any moment loses nothing, and the next one completes it',
  async () => {
    process.stdout.write(`\na blob container, ${await killPulls(await watchAzurite())}\n`);
  },
  KILLING_MS,
);
