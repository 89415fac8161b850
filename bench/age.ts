import { cp, rm } from 'node:fs/promises';
import { createFolderStore } from '../src/store/folder.ts';
import { createHistoryStore } from '../src/store/history-store.ts';
import { loadHistories } from '../src/store/load-histories.ts';
import { createMemoryStore } from '../test/support/memory-store.ts';
import { pullDaily, pullTomorrow, TENANT_SETTINGS } from './daily-pulls.ts';
import { addPulled } from './history.ts';
import { NOW } from './kinds-of-sites.ts';
import { plainRow, type Row, toRow } from './row.ts';
import { type Length, medians, millisecondsOf } from './side-by-side.ts';
import { bytesIn } from './size.ts';

const FOLDER = 'dist/bench/age';
const TENANT = 'sample';
const [YOUNG, MIDDLE, OLD] = [30, 180, 400];

/** What a store of all v1.0 reports holds, and what a day costs in it, when there were pulls for so many days. */
export async function age(length: Length): Promise<readonly Row[]> {
  await rm(FOLDER, { recursive: true, force: true });
  for (const days of [YOUNG, MIDDLE, OLD]) await makeStore(days, length);
  return [...(await sizes()), ...(await costs(length))];
}

/** In memory first: on a disk, each of the many pulls would wait for it. */
async function makeStore(days: number, { times }: Length): Promise<void> {
  const memory = createMemoryStore();
  await pullDaily(createHistoryStore(memory, TENANT), days, times(1, 30));
  const files = createFolderStore(folderOf(days));
  for (const name of await memory.list(TENANT)) {
    const path = `${TENANT}/${name}`;
    const stored = await memory.read(path);
    if (typeof stored === 'object') await files.write(path, stored.bytes, undefined);
  }
}

async function sizes(): Promise<readonly Row[]> {
  const [young, middle, old] = await Promise.all([YOUNG, MIDDLE, OLD].map((days) => bytesIn(folderOf(days))));
  const mebibytes = (bytes = Number.NaN) => bytes / 2 ** 20;
  const kibibytesADay = (from = Number.NaN, to = Number.NaN, days: number) => (to - from) / 1024 / days;
  return [
    plainRow(`store after ${YOUNG} days, the first with half a year`, mebibytes(young), 'MiB'),
    plainRow(`store after ${MIDDLE} days`, mebibytes(middle), 'MiB'),
    plainRow(`store after ${OLD} days`, mebibytes(old), 'MiB', true),
    toRow({
      figure: `what a day adds to a store of ${MIDDLE} to ${OLD} days`,
      ours: kibibytesADay(middle, old, OLD - MIDDLE),
      peer: kibibytesADay(young, middle, MIDDLE - YOUNG),
      than: `of ${YOUNG} to ${MIDDLE} days`,
      unit: 'KiB',
      target: { atMost: 1.2 },
    }),
  ];
}

async function costs({ times }: Length): Promise<readonly Row[]> {
  const measured = {
    savedOld: saved(OLD),
    savedMiddle: saved(MIDDLE),
    loadedOld: loaded(OLD),
    loadedMiddle: loaded(MIDDLE),
  };
  await medians(1, measured);
  const median = await medians(times(11, 2), measured);
  const compare = (figure: string, old: keyof typeof measured, middle: keyof typeof measured) =>
    toRow({
      figure: `${figure} after ${OLD} days`,
      ours: median(old),
      peer: (median(middle) * OLD) / MIDDLE,
      than: `in proportion from ${MIDDLE} days`,
      unit: 'ms',
      target: { atMost: 1 },
    });
  return [
    compare('the files of a day merged and saved', 'savedOld', 'savedMiddle'),
    compare('what is exported loaded', 'loadedOld', 'loadedMiddle'),
  ];
}

/** Each time in a copy, which knows nothing of tomorrow yet. */
function saved(days: number): () => Promise<number> {
  const copy = `${FOLDER}/copy`;
  const store = createHistoryStore(createFolderStore(copy), TENANT);
  const tomorrow = pullTomorrow();
  return async () => {
    await rm(copy, { recursive: true, force: true });
    await cp(folderOf(days), copy, { recursive: true });
    return millisecondsOf(async () => {
      for (const [report, files] of tomorrow) await addPulled(store, report, files);
    });
  };
}

function loaded(days: number): () => Promise<number> {
  const history = createHistoryStore(createFolderStore(folderOf(days)), TENANT);
  return () => millisecondsOf(() => Array.fromAsync(loadHistories(history, TENANT_SETTINGS, NOW)));
}

function folderOf(days: number): string {
  return `${FOLDER}/${days}-days`;
}
