import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault } from './fault.ts';
import { judge } from './judge.ts';
import { startWorld, type World } from './world.ts';

/** A test for each fault of a kind. */
export function itSurvives(faults: readonly Fault[]): void {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it.each(faults)('$name', async (fault) => {
    expect((await judge(fault, world)).problems).toEqual([]);
  });
}
