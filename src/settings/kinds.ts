import { Cron } from 'croner';
import * as v from 'valibot';
import { reports as catalogue } from '../catalogue/index.ts';
import { isLoopback } from '../system/hosts.ts';
import { isNameOnWindows } from './folder-name.ts';
import { selectReports, unknownColumns } from './select-reports.ts';
import { isWrong } from './wrong-value.ts';

const EXPORTERS = ['prometheus', 'prometheus_remote_write', 'otlp', 'azure_monitor', 'console', 'none'] as const;

export function use(hint: string): (issue: v.BaseIssue<unknown>) => string {
  return ({ received }) => `is ${received}; use ${hint}`;
}

export function oneOf<const T extends readonly string[]>(words: T) {
  return v.picklist(words, use(`one of ${words.join(', ')}`));
}

export function listOf<T extends v.GenericSchema<string>>(item: T) {
  const split = (text: string) =>
    [...new Set(text.split(',').map((word) => word.trim()))].filter((word) => word !== '');
  return v.pipe(
    v.string(),
    v.transform(split),
    v.array(item),
    v.minLength(1, 'names nothing; leave it empty for the default'),
  );
}

export function wholeNumber(min: number, max: number) {
  const message = use(`a whole number from ${min} to ${max}`);
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
}

export function decimalNumber(min: number, max: number) {
  const message = use(`a number from ${min} to ${max}`);
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,15}(\.\d{1,15})?$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
}

export function schedule() {
  const message = use('six fields, seconds first, UTC, such as 0 10 * * * *');
  return v.pipe(v.string(), v.check(isSchedule, message));
}

function isSchedule(pattern: string): boolean {
  try {
    return (
      /^([\d*,/-]|[A-Za-z]{3}| )+$/.test(pattern) &&
      new Cron(pattern, { mode: '6-part', paused: true }).nextRun() !== null
    );
  } catch {
    return false;
  }
}

export function reportList() {
  return v.pipe(
    listOf(v.string()),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const { reports, unknown } = selectReports(dataset.value, catalogue);
      for (const { word, near } of unknown) {
        const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'the command `reports` lists the names';
        addIssue({ message: `names "${word}", an unknown report or product; ${hint}` });
      }
      if (unknown.length === 0 && reports.length === 0) addIssue({ message: 'excludes every report; exclude fewer' });
      return reports.length === 0 ? NEVER : reports;
    }),
  );
}

/** Reports, or `report/column`, by what the labels of the same names say. */
export function columnList() {
  return v.pipe(
    listOf(v.string()),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const { word, near } of unknownColumns(dataset.value, catalogue)) {
        const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'use a report, or report/column';
        addIssue({ message: `names "${word}", an unknown report or column; ${hint}` });
      }
    }),
  );
}

export function exporters() {
  return v.pipe(
    listOf(v.picklist(EXPORTERS, use(`any of ${EXPORTERS.join(', ')}`))),
    v.check((names) => names.length === 1 || !names.includes('none'), 'names none beside others; use one or the other'),
  );
}

export function graphRoot() {
  const message = ({ input }: { readonly input: string }) =>
    `${isWrong(input)}; use the root of a Graph cloud, such as https://graph.microsoft.com`;
  const isRoot = (url: URL | null) =>
    url !== null &&
    url.pathname === '/' &&
    url.search === '' &&
    url.username + url.password === '' &&
    (url.protocol === 'https:' || isLoopback(url));
  return v.pipe(
    v.string(),
    v.check((text) => isRoot(URL.parse(text)), message),
    v.transform((text) => new URL(text)),
  );
}

export function hostPattern() {
  const message = use('host names, or *.<domain> with a domain of at least two parts');
  return v.pipe(
    v.string(),
    v.regex(/^(\*\.[a-z\d-]+(\.[a-z\d-]+)+|[a-z\d-]+(\.[a-z\d-]+)*)$/i, message),
    v.transform((host) => host.toLowerCase()),
  );
}

/** Labels of `target_info`: two names that look alike to Prometheus would make it refuse the whole scrape. */
export function resourceAttributes() {
  const isPair = (pair: string) => /^[^=\s][^=]*=/.test(pair) && isDecodable(pair);
  const labelOf = (pair: string) => (pair.split('=')[0] ?? '').trim().replace(/[^a-z0-9_]+/gi, '_');
  const isList = (text: string) => {
    const pairs = text.split(',').map((pair) => pair.trim());
    return pairs.every(isPair) && new Set(pairs.map(labelOf)).size === pairs.length;
  };
  const message = use('key=value pairs, comma-separated and percent-encoded, each key once');
  return v.pipe(
    v.string(),
    v.check((text) => text === '' || isList(text), message),
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** It becomes a part of every path in the store. */
export function tenant() {
  return v.pipe(
    v.string(),
    v.regex(/^[a-z\d][a-z\d._-]{0,99}$/i, use('letters, digits, dots, hyphens and underscores')),
    v.check(isNameOnWindows, use('a name that ends in no dot and is no device of Windows, such as con or nul')),
  );
}
