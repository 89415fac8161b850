import * as v from 'valibot';
import { PERIODS } from '../catalogue/types.ts';
import { DEFAULT_COLLECT_SCHEDULE, DEFAULT_PUSH_SCHEDULE } from './default-schedules.ts';
import { FLEET_SETTINGS } from './fleet-schema.ts';
import {
  columnList,
  decimalNumber,
  exporters,
  graphRoot,
  hostPattern,
  listOf,
  oneOf,
  reportList,
  resourceAttributes,
  schedule,
  tenant,
  use,
  wholeNumber,
} from './kinds.ts';
import { of } from './owner.ts';
import { isWrong } from './wrong-value.ts';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const HTTP_AUTHS = ['function', 'anonymous'] as const;

/** Longer windows would be ever more series; this one is two years. */
const MAX_WINDOW_DAYS = 731;

/**
 * Every setting, once: its kind, whose it is, what it means and its default. The table in docs/configuration.md is made
 * from this, and a test compares the sample file and Bicep's type. Error messages follow the setting's name.
 */
export const SETTINGS = v.object({
  REPORTS: v.optional(
    of(
      'tenant',
      'comma-separated Graph functions and products (`teams`, `outlook`, ...: the headings of [METRICS.md](METRICS.md)), `all` = every v1.0 report, `all+beta` = also those only beta has; a leading `-` excludes: `all,-skype`',
      reportList(),
    ),
    'all',
  ),
  REPORT_PERIOD: v.optional(
    of(
      'tenant',
      'how far back daily reports are pulled: `D7`, `D30`, `D90`, `D180`. It is one request either way; the longest brings the past on the first day and every later correction',
      oneOf(PERIODS),
    ),
    'D180',
  ),
  WHOLE_PERIODS: v.optional(
    of(
      'tenant',
      'the periods of reports that have one value for a whole period',
      listOf(v.picklist(PERIODS, use(`any of ${PERIODS.join(', ')}`))),
    ),
    PERIODS.join(','),
  ),
  WINDOW_DAYS: v.optional(
    of(
      'tenant',
      'how many report dates, up to the newest, are exported as dated series; `0` for none',
      wholeNumber(0, MAX_WINDOW_DAYS),
    ),
    '30',
  ),
  REPORT_FORMAT: v.optional(
    of(
      'tenant',
      "`csv`, or `json`: no redirect and a larger request budget, but from Graph's beta",
      oneOf(['csv', 'json']),
    ),
    'csv',
  ),
  DROP_SENSITIVITY: v.optional(
    of(
      'tenant',
      'multiplies every drop score: `2` raises an alert for falls half as deep, `0.5` only for falls twice as deep, see [alerting](alerting.md)',
      decimalNumber(0.1, 10),
    ),
    '1',
  ),
  DROP_IGNORE: v.optional(
    of(
      'tenant',
      'what is known to fall and shall raise no alert, comma-separated: reports, or `report/column` as the labels of the metrics spell them, such as `getTeamsUserActivityCounts/Calls`',
      columnList(),
    ),
  ),
  COLLECT_SCHEDULE: v.optional(
    of('process', 'when to look for reports that are due: six fields, seconds first, UTC', schedule()),
    DEFAULT_COLLECT_SCHEDULE,
  ),
  PULL_INTERVAL_HOURS: v.optional(
    of(
      'tenant',
      'a report is due when its last successful pull is this long ago; a failed one is tried again by the next run',
      wholeNumber(1, 168),
    ),
    '24',
  ),
  OTEL_METRICS_EXPORTER: v.optional(
    of(
      'process',
      'any of `prometheus` (scraped), `prometheus_remote_write`, `otlp`, `azure_monitor`, `console`, comma-separated, or `none`: see [exporters](exporters.md). Nothing is exported that is not named here',
      exporters(),
    ),
    'prometheus',
  ),
  PROMETHEUS_REMOTE_WRITE_URL: v.optional(
    of('process', 'where to write; required by `prometheus_remote_write`', v.string()),
  ),
  PROMETHEUS_REMOTE_WRITE_HEADERS: v.optional(
    of(
      'process',
      'headers to authorise with, `name=value`, comma-separated and percent-encoded: `Authorization=Bearer%20...`. With many tenants, `{tenant}` in a value is the key of the tenant: `X-Scope-OrgID={tenant}`',
      v.string(),
    ),
  ),
  APPLICATIONINSIGHTS_CONNECTION_STRING: v.optional(of('process', 'required by `azure_monitor`', v.string())),
  OTEL_SERVICE_NAME: v.optional(
    of(
      'process',
      '`service_name` of `target_info`, before a `service.name` among the attributes; without both `m365-usage-exporter`',
      v.string(),
    ),
  ),
  OTEL_RESOURCE_ATTRIBUTES: v.optional(
    of('process', 'more labels of `target_info`: `key=value`, comma-separated', resourceAttributes()),
    '',
  ),
  PUSH_SCHEDULE: v.optional(
    of('process', 'when remote write and OTLP repeat the current values', schedule()),
    DEFAULT_PUSH_SCHEDULE,
  ),
  GRAPH_ENDPOINT: v.optional(
    of(
      'tenant',
      'the Graph root. `https://graph.microsoft.us`, `https://dod-graph.microsoft.us` and `https://microsoftgraph.chinacloudapi.cn` choose beta, token scope, authority and download hosts by themselves',
      graphRoot(),
    ),
    'https://graph.microsoft.com',
  ),
  REPORT_DOWNLOAD_HOSTS: v.optional(
    of(
      'tenant',
      'hosts that Graph may redirect a download to, besides its own. Left out, those of the cloud: `*.office.com`; in GCC High `*.office365.us`, in DoD `reports.apps.mil` too, in China `*.partner.office365.cn`',
      listOf(hostPattern()),
    ),
  ),
  TENANT_ID: v.optional(
    of('tenant', 'the first part of every path in the store. Left out, `AZURE_TENANT_ID`, else `default`', tenant()),
  ),
  AZURE_TENANT_ID: v.optional(of('tenant', "the Entra tenant of the application's credential", tenant())),
  HISTORY_STORE: v.optional(
    of(
      'process',
      'where history lives. Left out, on Functions `blob:usage-reports`, elsewhere `file:.data`. `blob:` uses `AzureWebJobsStorage`: a connection string, or `AzureWebJobsStorage__accountName` or `__blobServiceUri` with the managed identity (`__clientId` for a user-assigned one)',
      v.pipe(
        v.string(),
        v.regex(/^(blob|file):./, ({ input }) => `${isWrong(input)}; use blob:<container> or file:<folder>`),
      ),
    ),
  ),
  HTTP_AUTH: v.optional(
    of(
      'process',
      'Functions: `function` asks for a key, `anonymous` leaves authentication to Entra',
      oneOf(HTTP_AUTHS),
    ),
    'function',
  ),
  HOST: v.optional(of('process', 'the address that the standalone server listens at', v.string()), '127.0.0.1'),
  PORT: v.optional(of('process', 'the port that the standalone server listens at', wholeNumber(0, 65_535)), '9464'),
  WEB_CONFIG_FILE: v.optional(
    of(
      'process',
      'a file with TLS and passwords of the standalone server, with the keys `tls_server_config` and `basic_auth_users` of [Prometheus exporters](https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md): see [HTTP](http.md#authentication). Left out, there is neither',
      v.string(),
    ),
  ),
  ...FLEET_SETTINGS.entries,
  LOG_LEVEL: v.optional(of('process', '`error`, `warn`, `info`, `debug`', oneOf(LOG_LEVELS)), 'info'),
});

export type SettingName = keyof typeof SETTINGS.entries;
