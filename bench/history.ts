import type { Report } from '../src/catalogue/types.ts';
import type { HistoryStore, PulledReading } from '../src/store/history-store.ts';

/** What a successful pull of a report brought. */
export async function addPulled(
  store: HistoryStore,
  report: Report,
  readings: readonly PulledReading[],
): Promise<void> {
  await store.addPull(report, readings, { at: readings.at(-1)?.precedence.pulledAt ?? '', seconds: 1 });
}
