import type { Report } from '../../src/catalogue/types.ts';
import type { ReportStatus } from '../../src/history/status-schema.ts';
import { createExpositionStore } from '../../src/store/exposition-store.ts';
import { createHistoryStore } from '../../src/store/history-store.ts';
import type { Store } from '../../src/store/store.ts';

/** What a store holds of a tenant, as the program reads it. */
export interface Stored {
  /** By file and year, the values of its cells: what one write brings. */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The file and year that each ETag is stored with. */
  readonly etags: ReadonlyMap<string, string>;
  readonly statuses: ReadonlyMap<string, ReportStatus>;
  /** Of the exposition. */
  readonly digest: string | undefined;
}

/** @throws StoreError where anything is corrupt */
export async function loadStored(store: Store, tenant: string, reports: readonly Report[]): Promise<Stored> {
  const history = createHistoryStore(store, tenant);
  const files = new Map<string, Map<string, number>>();
  const etags = new Map<string, string>();
  const statuses = new Map<string, ReportStatus>();
  for (const report of reports) {
    statuses.set(report.name, await history.loadStatus(report));
    for (const part of await history.loadAllParts(report)) {
      for (const { column, item, period, days } of part.series) {
        for (const [date, [value]] of Object.entries(days)) {
          const file = `${report.name} ${period ?? 'any'} ${date.slice(0, 4)}`;
          const cells = files.get(file) ?? new Map<string, number>();
          files.set(file, cells.set(`${column} ${item} ${date}`, value));
        }
      }
      for (const [url, { etag }] of Object.entries(part.answers)) etags.set(url, etag);
    }
  }
  await history.loadLastRun();
  const exposition = await createExpositionStore(store, tenant).load();
  const digest = typeof exposition === 'object' ? exposition.exposition.digest : undefined;
  return { files, etags, statuses, digest };
}

/** Copy everything a tenant has to another one. */
export async function copyTenant(store: Store, from: string, to: string, reports: readonly Report[]): Promise<void> {
  const parts = reports.map(async ({ name }) =>
    (await store.list(`${from}/history/${name}`)).map((year) => `history/${name}/${year}`),
  );
  const statuses = reports.map(({ name }) => `status/${name}.json`);
  for (const path of [...(await Promise.all(parts)).flat(), ...statuses, 'last-run.json', 'exposition']) {
    const document = await store.read(`${from}/${path}`);
    if (typeof document === 'object') await store.write(`${to}/${path}`, document.bytes, undefined);
  }
}
