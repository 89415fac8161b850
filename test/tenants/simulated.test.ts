import { describe, expect, it } from 'vitest';
import { simulate } from './simulation.ts';

describe('2,000 tenants in a pool of four, simulated', () => {
  it.each([
    ['all well', {}, 27],
    ['200 without consent and 20 that hang', { withoutConsent: 200, hanging: 20 }, 27],
    ['100 that hang', { hanging: 100 }, 30],
    ['3 that crash the process', { crashing: 3 }, 28],
  ])('%s: the oldest data of a well one is young enough', (_, faults, hours) => {
    const { oldestHours, busiestTick } = simulate({ tenants: 2000, slots: 4, days: 3, ...faults });

    expect(oldestHours).toBeLessThanOrEqual(hours);
    expect(busiestTick).toBeLessThanOrEqual(500);
  });
});
