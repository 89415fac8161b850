import { Cron } from 'croner';
import * as v from 'valibot';
import { reports as catalogue } from './catalogue/index.ts';
import { PERIODS } from './catalogue/types.ts';
import { isLoopback } from './graph/hosts.ts';
import { selectReports } from './select-reports.ts';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const HTTP_AUTHS = ['function', 'anonymous'] as const;

const EXPORTERS = ['prometheus', 'none'] as const;
const COMING_EXPORTERS = ['prometheus_remote_write', 'otlp', 'azure_monitor', 'console'];

/** Longer windows would be ever more series; this one is two years. */
const MAX_WINDOW_DAYS = 731;

/** Every setting with its default; the README says what each one means. Messages follow the setting's name. */
export const SETTINGS = v.object({
  REPORTS: v.optional(reportList(), 'all'),
  REPORT_PERIOD: v.optional(oneOf(PERIODS), 'D180'),
  WHOLE_PERIODS: v.optional(listOf(v.picklist(PERIODS, use(`any of ${PERIODS.join(', ')}`))), PERIODS.join(',')),
  WINDOW_DAYS: v.optional(wholeNumber(0, MAX_WINDOW_DAYS), '30'),
  REPORT_FORMAT: v.optional(oneOf(['csv', 'json']), 'csv'),
  CHANGE_MINIMUM: v.optional(wholeNumber(0, 1e9), '100'),
  COLLECT_SCHEDULE: v.optional(schedule(), '0 10 * * * *'),
  PULL_INTERVAL_HOURS: v.optional(wholeNumber(1, 168), '24'),
  OTEL_METRICS_EXPORTER: v.optional(exporters(), 'prometheus'),
  PROMETHEUS_REMOTE_WRITE_URL: v.optional(v.string()),
  PROMETHEUS_REMOTE_WRITE_HEADERS: v.optional(v.string()),
  APPLICATIONINSIGHTS_CONNECTION_STRING: v.optional(v.string()),
  OTEL_SERVICE_NAME: v.optional(v.string()),
  OTEL_RESOURCE_ATTRIBUTES: v.optional(resourceAttributes(), ''),
  PUSH_SCHEDULE: v.optional(schedule(), '0 */2 * * * *'),
  GRAPH_ENDPOINT: v.optional(graphRoot(), 'https://graph.microsoft.com'),
  REPORT_DOWNLOAD_HOSTS: v.optional(listOf(hostPattern()), '*.office.com'),
  TENANT_ID: v.optional(tenant()),
  AZURE_TENANT_ID: v.optional(tenant()),
  HISTORY_STORE: v.optional(
    v.pipe(v.string(), v.regex(/^(blob|file):./, 'is not understood; use blob:<container> or file:<folder>')),
  ),
  HTTP_AUTH: v.optional(oneOf(HTTP_AUTHS), 'function'),
  HOST: v.optional(v.string(), '127.0.0.1'),
  PORT: v.optional(wholeNumber(0, 65_535), '9464'),
  LOG_LEVEL: v.optional(oneOf(LOG_LEVELS), 'info'),
});

export type SettingName = keyof typeof SETTINGS.entries;

function use(hint: string): (issue: v.BaseIssue<unknown>) => string {
  return ({ received }) => `is ${received}; use ${hint}`;
}

function oneOf<const T extends readonly string[]>(words: T) {
  return v.picklist(words, use(`one of ${words.join(', ')}`));
}

function listOf<T extends v.GenericSchema<string>>(item: T) {
  const split = (text: string) =>
    [...new Set(text.split(',').map((word) => word.trim()))].filter((word) => word !== '');
  return v.pipe(
    v.string(),
    v.transform(split),
    v.array(item),
    v.minLength(1, 'names nothing; leave it empty for the default'),
  );
}

function wholeNumber(min: number, max: number) {
  const message = use(`a whole number from ${min} to ${max}`);
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
}

function schedule() {
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

function reportList() {
  return v.pipe(
    listOf(v.string()),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const { reports, unknown } = selectReports(dataset.value, catalogue);
      for (const { word, near } of unknown) {
        const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'the command `reports` lists the names';
        addIssue({ message: `names "${word}", which is no report and no product; ${hint}` });
      }
      if (unknown.length === 0 && reports.length === 0) addIssue({ message: 'leaves no report over; take fewer away' });
      return reports.length === 0 ? NEVER : reports;
    }),
  );
}

function exporters() {
  const message = (issue: v.BaseIssue<unknown>) =>
    COMING_EXPORTERS.includes(String(issue.input))
      ? `names ${issue.received}, which this release does not have yet; use prometheus or none`
      : use('prometheus or none')(issue);
  return v.pipe(
    listOf(v.picklist(EXPORTERS, message)),
    v.check((names) => names.length === 1 || !names.includes('none'), 'names none beside others; use one or the other'),
  );
}

function graphRoot() {
  const message = 'is not understood; use the root of a Graph cloud, such as https://graph.microsoft.com';
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

function hostPattern() {
  const message = use('host names, or *.<domain> with a domain of at least two parts');
  return v.pipe(
    v.string(),
    v.regex(/^(\*\.[a-z\d-]+(\.[a-z\d-]+)+|[a-z\d-]+(\.[a-z\d-]+)*)$/i, message),
    v.transform((host) => host.toLowerCase()),
  );
}

/** Labels of `target_info`: two names that look alike to Prometheus would make it refuse the whole scrape. */
function resourceAttributes() {
  const isPair = (pair: string) => /^[^=\s][^=]*=[^=]*$/.test(pair) && isDecodable(pair);
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
function tenant() {
  return v.pipe(
    v.string(),
    v.regex(/^[a-z\d][a-z\d._-]{0,99}$/i, use('letters, digits, dots, hyphens and underscores')),
  );
}
