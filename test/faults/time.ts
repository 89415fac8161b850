import type { Fault } from './fault.ts';
import { contentOf, daysAgo, FAULTY, NOW, toCsv, valuesOf } from './report-file.ts';
import { odata } from './responses.ts';

const clockOff = (days: number) => ({ now: () => new Date(NOW.getTime() + days * 86_400_000) });

const ofToday = contentOf(FAULTY, daysAgo(0));

export const timeFaults: readonly Fault[] = [
  { name: 'the clock is a day ahead', runtime: clockOff(1), expected: {} },
  {
    name: 'the clock is a day behind, and the report is of today',
    file: () => toCsv(ofToday),
    runtime: clockOff(-1),
    expected: { brings: () => valuesOf(ofToday) },
  },
  {
    name: 'the clock is four days behind',
    runtime: clockOff(-4),
    expected: {
      ...{ reason: 'not_a_report', neighbour: 'not_a_report', rejectedRows: 0 },
      sentence: 'check the clock of this machine',
    },
  },
  {
    name: 'the last pull was timed by a clock a day ahead, and this one fails',
    graph: odata(403, 'S2SUnauthorized'),
    runtime: clockOff(-1),
    expected: {
      reason: 'unauthorized',
      also: async ({ after: { metrics } }) => {
        const age = NOW.getTime() / 1000 - (metrics.get('m365_pull_last_run_timestamp_seconds{}') ?? 0);
        return age > 80_000 ? [] : ['the last run is not the one that ended last'];
      },
    },
  },
];
