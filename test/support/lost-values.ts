import { isDeepStrictEqual } from 'node:util';
import type { Stored } from './stored-values.ts';

/**
 * What is wrong with a store after a pull was killed: each file's values are those of before or those of the pull,
 * and what the store says of a file, or the pull has reported, is never ahead of them.
 */
export function lostValuesOf(
  killed: Stored,
  before: Stored,
  complete: Stored,
  acknowledged: readonly string[],
): readonly string[] {
  const isNew = (file: string) => isDeepStrictEqual(killed.files.get(file), complete.files.get(file));
  const isOld = (file: string) => isDeepStrictEqual(killed.files.get(file), before.files.get(file));
  const missing = (prefix: string) =>
    [...complete.files.keys()].filter((file) => file.startsWith(`${prefix} `) && !isNew(file));

  const torn = [...complete.files.keys()].filter((file) => !isNew(file) && !isOld(file));
  const lost = acknowledged.flatMap(missing);
  const named = [...killed.statuses].flatMap(([report, { newest }]) =>
    Object.entries(newest)
      .filter(([key, { pulledAt }]) => before.statuses.get(report)?.newest[key]?.pulledAt !== pulledAt)
      .flatMap(([key]) => missing(`${report} ${key.replace('D', '')}`)),
  );
  const tagged = [...killed.etags]
    .filter(([url, etag]) => before.etags.get(url) !== etag)
    .flatMap(([url]) => missing(fileOf(url, complete)));
  const remembered = acknowledged.filter(
    (report) => killed.statuses.get(report)?.lastPull?.at === before.statuses.get(report)?.lastPull?.at,
  );
  return [
    ...torn.map((file) => `${file}: neither the old values nor the new ones`),
    ...lost.map((file) => `${file}: reported as stored, and is not`),
    ...named.map((file) => `${file}: its status is ahead of its values`),
    ...tagged.map((file) => `${file}: its ETag is ahead of its values`),
    ...remembered.map((report) => `${report}: reported as stored, and its outcome is not`),
  ];
}

/** The file a URL stands for; one whose values depend on no period has the long one. */
function fileOf(url: string, { files }: Stored): string {
  const [, report = '', days = ''] = /\/(\w+)(?:\(period='D(\d+)'\))?$/.exec(url) ?? [];
  const named = `${report} ${days}`;
  return [...files.keys()].some((file) => file.startsWith(`${named} `)) ? named : `${report} any`;
}

/** Where in a pull it was killed. */
export const PHASES = [
  'before the first write',
  'inside a write',
  'between the writes of a report',
  'between reports',
  'between the last report and the exposition',
  'after the exposition',
] as const;
export type Phase = (typeof PHASES)[number];

export function phaseOf(killed: Stored, before: Stored, unfinishedWrites: number): Phase {
  if (unfinishedWrites > 0) return 'inside a write';
  if (killed.digest !== before.digest) return 'after the exposition';
  const isPulled = (report: string) =>
    killed.statuses.get(report)?.lastPull?.at !== before.statuses.get(report)?.lastPull?.at;
  const changed = [...killed.files].filter(([file, values]) => !isDeepStrictEqual(values, before.files.get(file)));
  if (changed.length === 0) return 'before the first write';
  if (changed.some(([file]) => !isPulled(file.split(' ')[0] ?? ''))) return 'between the writes of a report';
  return [...killed.statuses.keys()].every(isPulled) ? 'between the last report and the exposition' : 'between reports';
}
