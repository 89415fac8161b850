import { afterAll, beforeAll, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { type FakeMicrosoft, startFakeMicrosoft } from './fake-microsoft.ts';
import type { Fault } from './fault.ts';

/** A test for each fault of a kind. */
export function itSurvives(faults: readonly Fault[]): void {
  let microsoft: FakeMicrosoft;
  beforeAll(async () => {
    microsoft = await startFakeMicrosoft();
  });
  afterAll(() => microsoft.close());

  it.each(faults)('$name', async (fault) => {
    expect((await evaluate(fault, microsoft)).problems).toEqual([]);
  });
}
