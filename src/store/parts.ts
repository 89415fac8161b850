import type { Report } from '../catalogue/types.ts';
import { EMPTY_PART } from '../history/part.ts';
import { PART, type Part } from '../history/part-schema.ts';
import { readJson, type Store, updateJson } from './store.ts';

/** The history of a tenant's reports, a part for each calendar year. */
export interface Parts {
  /** Undefined where nothing of that year is stored. */
  load(report: Report, year: number): Promise<Part | undefined>;
  /** Oldest first. */
  loadAll(report: Report): Promise<readonly Part[]>;
  update(report: Report, year: number, change: (part: Part) => Part): Promise<void>;
  updateAll(report: Report, change: (part: Part) => Part): Promise<void>;
}

export function createParts(store: Store, tenant: string): Parts {
  const path = (report: Report, year: number) => `${tenant}/history/${report.name}/${year}.json`;
  const yearsOf = async (report: Report) => {
    const years = (await store.list(`${tenant}/history/${report.name}`)).map((name) => Number.parseInt(name, 10));
    return years.filter((year) => Number.isInteger(year)).sort((a, b) => a - b);
  };
  const load = (report: Report, year: number) => readJson(store, path(report, year), PART);
  const update = async (report: Report, year: number, change: (part: Part) => Part) => {
    await updateJson(store, path(report, year), PART, (part = EMPTY_PART) => change(part));
  };
  return {
    load,
    loadAll: async (report) => {
      const years = await yearsOf(report);
      const parts = await Promise.all(years.map((year) => load(report, year)));
      return parts.filter((part) => part !== undefined);
    },
    update,
    updateAll: async (report, change) => {
      for (const year of await yearsOf(report)) await update(report, year, change);
    },
  };
}
