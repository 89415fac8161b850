import * as v from 'valibot';
import type { Period, Report } from './catalogue/types.ts';
import { ConfigError, type SettingProblem } from './errors.ts';
import { type LogLevel, SETTINGS } from './settings.ts';

export interface Config {
  readonly reports: readonly Report[];
  readonly reportPeriod: Period;
  readonly wholePeriods: readonly Period[];
  readonly windowDays: number;
  readonly reportFormat: 'csv' | 'json';
  /** A baseline below this is not judged. */
  readonly changeMinimum: number;
  /** NCRONTAB with seconds, UTC. */
  readonly collectSchedule: string;
  readonly pullIntervalHours: number;
  /** Empty: nothing is exported. */
  readonly exporters: readonly string[];
  readonly serviceName: string;
  readonly resourceAttributes: string;
  readonly graphEndpoint: URL;
  readonly downloadHosts: readonly string[];
  readonly tenant: string;
  readonly historyStore: HistoryLocation;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
}

export type HistoryLocation =
  | { readonly kind: 'file'; readonly folder: string }
  | { readonly kind: 'blob'; readonly container: string; readonly account: StorageAccount };

/** A storage account with a key in its connection string, or by name with an identity. */
export type StorageAccount =
  | { readonly connectionString: string }
  | { readonly blobServiceUri: string; readonly clientId: string | undefined };

export type Environment = Readonly<Record<string, string | undefined>>;

/** What runs the program; the two differ in the default of `HISTORY_STORE`. */
export type HostKind = 'functions' | 'standalone';

/**
 * Read every setting. An empty one counts as not set.
 *
 * @throws ConfigError with every problem at once
 */
export function readConfig(env: Environment, host: HostKind): Config {
  const given = withoutEmpty(env);
  const { success, output, issues = [] } = v.safeParse(SETTINGS, given, { abortPipeEarly: true });
  const problems = issues.map(toProblem);
  const historyStore = problems.some(({ setting }) => setting === 'HISTORY_STORE')
    ? undefined
    : locateHistory(given, host, problems);
  if (!success || historyStore === undefined) throw new ConfigError(problems);

  return {
    reports: output.REPORTS,
    reportPeriod: output.REPORT_PERIOD,
    wholePeriods: output.WHOLE_PERIODS,
    windowDays: output.WINDOW_DAYS,
    reportFormat: output.REPORT_FORMAT,
    changeMinimum: output.CHANGE_MINIMUM,
    collectSchedule: output.COLLECT_SCHEDULE,
    pullIntervalHours: output.PULL_INTERVAL_HOURS,
    exporters: output.OTEL_METRICS_EXPORTER.filter((name) => name !== 'none'),
    serviceName: output.OTEL_SERVICE_NAME,
    resourceAttributes: output.OTEL_RESOURCE_ATTRIBUTES,
    graphEndpoint: output.GRAPH_ENDPOINT,
    downloadHosts: output.REPORT_DOWNLOAD_HOSTS,
    tenant: output.TENANT_ID ?? output.AZURE_TENANT_ID ?? 'default',
    historyStore,
    host: output.HOST,
    port: output.PORT,
    logLevel: output.LOG_LEVEL,
  };
}

function withoutEmpty(env: Environment): Environment {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value));
}

function toProblem(issue: v.BaseIssue<unknown>): SettingProblem {
  const setting = String(issue.path?.[0]?.key ?? 'a setting');
  return { setting, sentence: `${setting} ${issue.message}` };
}

/** Where history lives; undefined, with a problem more, when it cannot live there. */
function locateHistory(env: Environment, host: HostKind, problems: SettingProblem[]): HistoryLocation | undefined {
  const setting = env.HISTORY_STORE ?? (host === 'functions' ? 'blob:usage-reports' : 'file:.data');
  const name = setting.slice('blob:'.length);
  const fail = (what: string) => {
    problems.push({ setting: 'HISTORY_STORE', sentence: `HISTORY_STORE is "${setting}", ${what}` });
    return undefined;
  };

  if (setting.startsWith('file:')) {
    if (env.WEBSITE_INSTANCE_ID) return fail('but folders of a Function app do not last; use blob:<container>');
    return { kind: 'file', folder: name };
  }
  // https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#container-names
  if (!/^(?=.{3,63}$)[a-z\d]+(-[a-z\d]+)*$/.test(name)) {
    return fail('but a container is named with 3 to 63 small letters, digits and single hyphens');
  }
  const account = storageAccount(env);
  if (account === undefined)
    return fail('which needs AzureWebJobsStorage or AzureWebJobsStorage__accountName; set one of them');
  return { kind: 'blob', container: name, account };
}

/** The settings the Functions host itself uses for its storage, with or without identity. */
function storageAccount(env: Environment): StorageAccount | undefined {
  const name = env.AzureWebJobsStorage__accountName;
  const uri = env.AzureWebJobsStorage__blobServiceUri ?? (name && `https://${name}.blob.core.windows.net`);
  if (uri) return { blobServiceUri: uri, clientId: env.AzureWebJobsStorage__clientId };
  return env.AzureWebJobsStorage ? { connectionString: env.AzureWebJobsStorage } : undefined;
}
