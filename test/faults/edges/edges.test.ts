import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EDGE_FAULTS } from './edge-faults.ts';

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (/^AZURE_|^IDENTITY_|PROXY$/i.test(name)) vi.stubEnv(name, undefined);
  return () => vi.unstubAllEnvs();
});

describe('every failure of an edge has a sentence of its own', () => {
  it.each(EDGE_FAULTS)('$edge: $cause', async ({ message, sentence }) => {
    expect(await message()).toBe(sentence);
  });

  it('and no two share one', () => {
    // After the comma stands what was requested, which is no cause of its own.
    const causes = EDGE_FAULTS.map(
      ({ edge, cause, sentence }) => [`${edge}: ${sentence}`, cause.split(',')[0]] as const,
    );
    const shared = [...Map.groupBy(causes, ([sentence]) => sentence)].filter(
      ([, all]) => new Set(all.map(([, cause]) => cause)).size > 1,
    );
    expect(shared).toEqual([]);
  });
});
