import * as v from 'valibot';
import { cloudOf } from '../azure/clouds.ts';
import type { Period, Report } from '../catalogue/types.ts';
import { ConfigError, type SettingProblem } from '../errors/errors.ts';
import type { Environment } from '../system/environment.ts';
import { type CertificateFile, certificateIn, credentialProblems } from './credential-settings.ts';
import { type ExportSettings, readExportSettings } from './exporters.ts';
import { locateHistory, storeOf } from './history-location.ts';
import type { HistoryLocation, HostKind } from './location.ts';
import { misspelt } from './misspelt-settings.ts';
import { type LogLevel, SETTINGS } from './schema.ts';
import { inKnownCase, isReadIn, valueProblems } from './setting-values.ts';
import { isWrong } from './wrong-value.ts';

/** What may differ from tenant to tenant. */
export interface TenantSettings {
  /** The first part of every path in the store. */
  readonly id: string;
  readonly reports: readonly Report[];
  readonly reportPeriod: Period;
  readonly wholePeriods: readonly Period[];
  readonly windowDays: number;
  readonly reportFormat: 'csv' | 'json';
  readonly drops: {
    /** Multiplies every drop score. */
    readonly sensitivity: number;
    /** Reports, and `report/column`. */
    readonly ignored: readonly string[];
  };
  readonly pullIntervalHours: number;
  readonly graphEndpoint: URL;
  readonly downloadHosts: readonly string[];
  /** Who gives every token; undefined: the worldwide cloud's. */
  readonly authorityHost: string | undefined;
}

/** What belongs to the process, and the tenant it serves. */
export interface Settings {
  readonly tenant: TenantSettings;
  /** Of one of many tenants: the label `tenant` of everything that is pushed. */
  readonly tenantLabel?: string;
  /** What tokens for Graph are requested with; undefined where that is no certificate. */
  readonly certificate?: CertificateFile | undefined;
  /** NCRONTAB with seconds, UTC. */
  readonly collectSchedule: string;
  /** Empty: nothing is exported. */
  readonly exporters: readonly string[];
  readonly exportSettings: ExportSettings;
  /** NCRONTAB with seconds, UTC. */
  readonly pushSchedule: string;
  /** Undefined: that of the resource attributes, else the program's own. */
  readonly serviceName: string | undefined;
  readonly resourceAttributes: string;
  readonly historyStore: HistoryLocation;
  readonly host: string;
  readonly port: number;
  /** Of TLS and passwords of the standalone server. */
  readonly webConfigFile: string | undefined;
  readonly logLevel: LogLevel;
  /** What the settings do not say, but may have meant: sentences. */
  readonly warnings: readonly string[];
}

/**
 * Read every setting. An empty one counts as not set.
 *
 * @throws ConfigError with every problem at once
 */
export function readSettings(env: Environment, host: HostKind, platform = process.platform): Settings {
  const own = Object.keys(SETTINGS.entries);
  const given = givenIn(env, platform);
  const { success, output, issues = [] } = v.safeParse(SETTINGS, given, { abortPipeEarly: true });
  const wrong = valueProblems(given, isReadIn(given, own, storeOf(given, host)));
  const problems = [...issues.map(toProblem), ...proxyProblems(given), ...credentialProblems(given)];
  const exportSettings = success ? readExportSettings(output.OTEL_METRICS_EXPORTER, given, problems) : undefined;
  const isLocated = !problems.some(({ setting }) => setting === 'HISTORY_STORE');
  const historyStore = isLocated ? locateHistory(given, host, platform) : '';
  if (isLocated && typeof historyStore === 'string')
    problems.push({ setting: 'HISTORY_STORE', sentence: historyStore });
  const others = problems.filter(({ setting }) => !wrong.some((problem) => problem.setting === setting));
  if (!success || exportSettings === undefined || typeof historyStore === 'string' || wrong.length + others.length > 0)
    throw new ConfigError([...wrong, ...others]);

  return {
    tenant: toTenantSettings(output, given),
    certificate: certificateIn(given),
    collectSchedule: output.COLLECT_SCHEDULE,
    exporters: output.OTEL_METRICS_EXPORTER.filter((name) => name !== 'none'),
    exportSettings,
    pushSchedule: output.PUSH_SCHEDULE,
    serviceName: output.OTEL_SERVICE_NAME,
    resourceAttributes: output.OTEL_RESOURCE_ATTRIBUTES,
    historyStore,
    host: output.HOST,
    port: output.PORT,
    webConfigFile: output.WEB_CONFIG_FILE,
    logLevel: output.LOG_LEVEL,
    warnings: misspelt(given, own),
  };
}

function toTenantSettings(output: v.InferOutput<typeof SETTINGS>, given: Environment): TenantSettings {
  const cloud = cloudOf(output.GRAPH_ENDPOINT);
  return {
    id: output.TENANT_ID ?? output.AZURE_TENANT_ID ?? 'default',
    reports: output.REPORTS,
    reportPeriod: output.REPORT_PERIOD,
    wholePeriods: output.WHOLE_PERIODS,
    windowDays: output.WINDOW_DAYS,
    reportFormat: output.REPORT_FORMAT,
    drops: { sensitivity: output.DROP_SENSITIVITY, ignored: output.DROP_IGNORE ?? [] },
    pullIntervalHours: output.PULL_INTERVAL_HOURS,
    graphEndpoint: output.GRAPH_ENDPOINT,
    downloadHosts: output.REPORT_DOWNLOAD_HOSTS ?? cloud.downloadHosts,
    authorityHost: given.AZURE_AUTHORITY_HOST ?? cloud.authority,
  };
}

/** The environment as every setting is read from it: in its known case, trimmed, and without what is empty. */
export function givenIn(env: Environment, platform = process.platform): Environment {
  return withoutEmpty(inKnownCase(env, Object.keys(SETTINGS.entries), platform));
}

function withoutEmpty(env: Environment): Environment {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value));
}

function toProblem(issue: v.BaseIssue<unknown>): SettingProblem {
  const setting = String(issue.path?.[0]?.key ?? 'a setting');
  return { setting, sentence: `${setting} ${issue.message}` };
}

/** What both HTTP clients take their proxy from; each would end the program over one it does not understand. */
function proxyProblems(env: Environment): readonly SettingProblem[] {
  return ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']
    .filter((setting) => env[setting] !== undefined && !/^https?:$/.test(URL.parse(env[setting])?.protocol ?? ''))
    .map((setting) => ({
      setting,
      sentence: `${setting} ${isWrong(env[setting] ?? '')}; use the address of a proxy, http://<host>:<port>`,
    }));
}
