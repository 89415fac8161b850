/** A day to test on, and one of two time zones: those at the ends of the world. */
export interface TestDay {
  readonly name: string;
  readonly at: Date;
  readonly timeZone: string;
}

const ZONES = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'] as const;

/**
 * All of them are past: a clock that is ahead of the file system's takes a file that another process is just writing for
 * one that was abandoned.
 */
export const DAYS: readonly TestDay[] = [
  ['Monday', '2026-10-05T00:10:00Z'],
  ['Tuesday', '2026-10-06T09:30:00Z'],
  ['Wednesday', '2026-10-07T13:00:00Z'],
  ['Thursday', '2026-10-08T22:00:00Z'],
  ['Friday', '2026-10-09T05:45:00Z'],
  ['Saturday', '2026-10-10T16:20:00Z'],
  ['Sunday', '2026-10-11T11:11:00Z'],
  ['29 February', '2024-02-29T12:00:00Z'],
  ['31 December', '2025-12-31T20:00:00Z'],
  ['1 January', '2026-01-01T01:00:00Z'],
].map(([name = '', at = ''], index) => ({ name, at: new Date(at), timeZone: ZONES[index % 2] ?? ZONES[0] }));
