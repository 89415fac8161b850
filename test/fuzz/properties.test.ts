import { expect, it } from 'vitest';
import { properties } from './properties/index.ts';
import { shareOfReadings } from './share.ts';

const RUNS = 200;

it.each(properties)('$name', async ({ check }) => {
  const { failure } = await check({ runs: RUNS });

  expect(failure).toBeUndefined();
});

it('most of the files are read, so that what comes after reading is tested too', async () => {
  expect(await shareOfReadings(1)).toBeGreaterThan(0.7);
});
