import { it } from 'vitest';
import { CRASHING_MS, crashPulls } from './support/crash-pulls.ts';
import { watchAzurite } from './support/watched-store.ts';

it(
  'a pull into a blob container that is killed at any moment loses nothing, and the next one completes it',
  async () => {
    process.stdout.write(`\na blob container, ${await crashPulls(await watchAzurite())}\n`);
  },
  CRASHING_MS,
);
