import type { Report } from '../src/catalogue/types.ts';
import type { HistoryStore, RankedReading } from '../src/store/history-store.ts';

/** What a successful pull of a report brought. */
export async function addPulled(
  store: HistoryStore,
  report: Report,
  readings: readonly RankedReading[],
): Promise<void> {
  await store.addPull(report, readings, { at: readings.at(-1)?.rank.pulledAt ?? '', seconds: 1 });
}
