import { writeFile } from 'node:fs/promises';
import { toDashboards } from './dashboards.ts';

/** A dashboard as it is committed, and as Grafana provisions it. */
export function toFiles(): ReadonlyMap<string, string> {
  return new Map(
    [...toDashboards()].map(([name, dashboard]) => [`${name}.json`, `${JSON.stringify(dashboard, null, 2)}\n`]),
  );
}

/** Writes the dashboards. */
export async function writeDashboards(): Promise<void> {
  for (const [name, text] of toFiles()) await writeFile(new URL(`dashboards/${name}`, import.meta.url), text);
}
