import * as v from 'valibot';
import { PERIODS } from './catalogue/types.ts';
import {
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
} from './setting-kinds.ts';
import { isWrong } from './wrong-value.ts';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const HTTP_AUTHS = ['function', 'anonymous'] as const;

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
  REPORT_DOWNLOAD_HOSTS: v.optional(listOf(hostPattern())),
  TENANT_ID: v.optional(tenant()),
  AZURE_TENANT_ID: v.optional(tenant()),
  HISTORY_STORE: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(blob|file):./, ({ input }) => `${isWrong(input)}; use blob:<container> or file:<folder>`),
    ),
  ),
  HTTP_AUTH: v.optional(oneOf(HTTP_AUTHS), 'function'),
  HOST: v.optional(v.string(), '127.0.0.1'),
  PORT: v.optional(wholeNumber(0, 65_535), '9464'),
  LOG_LEVEL: v.optional(oneOf(LOG_LEVELS), 'info'),
});

export type SettingName = keyof typeof SETTINGS.entries;
