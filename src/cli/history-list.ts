import pMap from 'p-map';
import { reports } from '../catalogue/index.ts';
import type { Report } from '../catalogue/types.ts';
import { isCorrupt } from '../errors/errors.ts';
import type { Part } from '../history/part-schema.ts';
import { chosenValues } from '../history/stored-values.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { appOf, type TenantOption } from './one-tenant.ts';
import { toTable } from './terminal.ts';

const LOADS_AT_A_TIME = 8;

/** Every report that has history, selected or not. What is corrupt is named, and the others are listed. */
export async function listHistory(options: TenantOption & { readonly json?: boolean }): Promise<Exit> {
  const { history } = (await appOf(options)).tenant.documents;
  const corrupt: string[] = [];
  const load = async (report: Report) => {
    const parts = await history.loadAllParts(report).catch((error: unknown) => {
      if (!isCorrupt(error)) throw error;
      corrupt.push(error.message);
      return [];
    });
    return toEntries(report, parts);
  };
  const entries = (await pMap(reports, load, { concurrency: LOADS_AT_A_TIME })).flat();
  if (options.json === true) process.stdout.write(`${JSON.stringify(entries, undefined, 2)}\n`);
  else if (entries.length > 0) process.stdout.write(toTable([HEADER, ...entries.map(toRow)]));
  for (const message of corrupt) process.stderr.write(`${message}\n`);
  if (corrupt.length > 0) return EXIT.store;
  if (entries.length > 0) return EXIT.done;
  process.stderr.write('There is no history yet; collect pulls all selected reports.\n');
  return EXIT.failed;
}

type Entry = ReturnType<typeof toEntries>[number];

/** None where it has no values. */
function toEntries(report: Report, parts: readonly Part[]) {
  const values = chosenValues(report, parts, () => true);
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined) return [];
  const refreshed = parts.flatMap(({ readings }) => readings.map(({ refreshedOn }) => refreshedOn)).toSorted();
  return [
    {
      report: report.name,
      first_date: first.date,
      newest_date: last.date,
      dates: new Set(values.map(({ date }) => date)).size,
      values: values.length,
      bytes: parts.reduce((sum, part) => sum + Buffer.byteLength(JSON.stringify(part)), 0),
      refreshed_on: refreshed.at(-1) || null,
    },
  ];
}

const HEADER = ['REPORT', 'FIRST DATE', 'NEWEST', 'DATES', 'VALUES', 'SIZE', 'REFRESHED'];

function toRow({ report, first_date, newest_date, dates, values, bytes, refreshed_on }: Entry): readonly string[] {
  const size = `${(bytes / 1024).toFixed(1)} KiB`;
  return [report, first_date, newest_date, String(dates), String(values), size, refreshed_on ?? ''];
}
