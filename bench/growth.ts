import { rm } from 'node:fs/promises';
import { toPrometheus } from '../src/export/prometheus.ts';
import { mergeIntoPart } from '../src/history/merge.ts';
import { EMPTY_PART } from '../src/history/part.ts';
import { EMPTY_STATUS, withReading } from '../src/history/status.ts';
import { toReportHistory } from '../src/metrics/report-history.ts';
import { toUsageFamilies } from '../src/metrics/to-points.ts';
import { addDays } from '../src/report/dates.ts';
import type { Reading } from '../src/report/to-reading.ts';
import { openFileStore } from '../src/store/file-store.ts';
import { type HistoryStore, openHistoryStore } from '../src/store/history-store.ts';
import { csvOf, DAYS, NOW, PULL, RANK, REPORT, readingOf } from './kinds-of-sites.ts';
import { type Row, toRow } from './row.ts';
import { type Length, medians, millisecondsOf } from './side-by-side.ts';

const FEW_KINDS = 10;
const MANY_KINDS = 100;
const LONG_DAYS = 400;
const FOLDER = 'dist/bench/growth';
const SERVICE = { name: undefined, version: '0', resourceAttributes: '' };

/** What ten times as many rows and series cost, and a history of four hundred days. */
export async function growth(length: Length): Promise<readonly Row[]> {
  return [await rowsAndSeries(length), await ofHistory(length)];
}

/** A report with a kind of site in each row: parsed, read, merged and rendered. */
async function rowsAndSeries({ times }: Length): Promise<Row> {
  const few = csvOf(FEW_KINDS);
  const many = csvOf(MANY_KINDS);
  const repeats = MANY_KINDS / FEW_KINDS;
  const measured = {
    few: () =>
      millisecondsOf(async () => {
        for (let time = 0; time < repeats; time += 1) await pullText(few);
      }),
    many: () => millisecondsOf(() => pullText(many)),
  };
  await medians(2, measured);
  const median = await medians(times(15, 3), measured);
  const each = (milliseconds: number) => (milliseconds * 1000) / (DAYS * MANY_KINDS);
  return toRow({
    figure: `a row with ${DAYS * MANY_KINDS} rows and ${MANY_KINDS} items, parsed to rendered`,
    ours: each(median('many')),
    peer: each(median('few')),
    than: 'with a tenth of them',
    unit: 'µs',
    target: { atMost: 1.2 },
  });
}

async function pullText(text: string): Promise<string> {
  const reading = readingOf(text);
  const part = mergeIntoPart(EMPTY_PART, RANK, reading.values);
  const status = withReading(EMPTY_STATUS, PULL.key, RANK, reading);
  const history = toReportHistory(REPORT, [PULL], status, [part]);
  return toPrometheus(toUsageFamilies(history, DAYS), SERVICE, NOW);
}

/** What a pull does with the stored history of a report: load it, add to it, save it. */
async function ofHistory({ times }: Length): Promise<Row> {
  await rm(FOLDER, { recursive: true, force: true });
  const newest = readingOf(csvOf(FEW_KINDS));
  const before = (days: number) => ({
    ...newest,
    values: newest.values.map((value) => ({ ...value, date: addDays(value.date, -days) })),
  });
  const short = await storeOf('short', [newest]);
  const long = await storeOf('long', [before(LONG_DAYS - DAYS), before(DAYS), newest]);
  const use = (store: HistoryStore) => () =>
    millisecondsOf(async () => {
      await store.loadAllParts(REPORT);
      await add(store, newest);
    });
  const measured = { short: use(short), long: use(long) };
  await medians(2, measured);
  const median = await medians(times(25, 5), measured);
  return toRow({
    figure: `a day of a history of ${LONG_DAYS} days, loaded and saved`,
    ours: median('long') / LONG_DAYS,
    peer: median('short') / DAYS,
    than: `of ${DAYS} days`,
    unit: 'ms',
    target: { atMost: 1.2 },
  });
}

async function storeOf(name: string, readings: readonly Reading[]): Promise<HistoryStore> {
  const store = openHistoryStore(openFileStore(`${FOLDER}/${name}`), 'sample');
  for (const reading of readings) await add(store, reading);
  return store;
}

async function add(store: HistoryStore, reading: Reading): Promise<void> {
  await store.addPull(REPORT, [{ period: PULL.key, rank: RANK, reading }], { at: RANK.pulledAt, seconds: 1 });
}
