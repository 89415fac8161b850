import { fleet } from '../../src/catalogue/fleet.ts';
import { health } from '../../src/catalogue/health.ts';
import type { MetricDefinition } from '../../src/catalogue/types.ts';
import { tenantActivity, usage } from '../../src/catalogue/usage.ts';
import { DROP_FROM, LOW_TENANT, SHARP_FROM, SHARP_RATIO, VANISHED_FROM } from '../../src/history/drops/constants.ts';

/** An alert, in both languages. `[L]` in PromQL is as far as is looked back: longer where points are pushed once a day. */
export interface Alert {
  readonly name: string;
  /** `m365-fleet`: what only many tenants have, or a credential of one's own. */
  readonly group: 'm365-usage' | 'm365-reports' | 'm365-fleet';
  readonly severity: 'critical' | 'warning' | 'info';
  /** Why the threshold is what it is. */
  readonly why: string;
  readonly expr: string;
  readonly for?: string;
  /** In KQL, after `LOG_PRELUDE`; undefined where logs cannot tell. */
  readonly log: { readonly dimensions: readonly string[]; readonly query: string } | undefined;
  readonly summary: string;
  readonly description: string;
}

const BY_REPORT = 'max by (job, tenant, report)';
const REPORT = ['AppRoleName', 'tenant', 'report'];

/** Whose it is, where there are several. */
const OF_TENANT = '{{- with $labels.tenant }} of tenant {{ . }}{{ end }}';

/** The report with its title and its tenant; `$of` are the matchers of its series. */
const OF_REPORT = [
  '{{ $of := printf "job=%q,tenant=%q,report=%q" $labels.job $labels.tenant $labels.report -}}',
  '{{ $labels.report }}',
  '{{- range printf "max by (title) (last_over_time(m365_report_info{%s}[L]))" $of | query }} ({{ .Labels.title }}){{ end }}',
  `${OF_TENANT}:`,
].join(' ');

const WORST_DROPS = [
  OF_REPORT,
  `{{- range printf "topk(3, max by (title, column, item) (last_over_time(m365_usage_drop_score{%s}[L]) >= ${DROP_FROM}))" $of | query }}`,
  '{{ $column := printf "{%s,column=%q,item=%q}[L]" $of .Labels.column .Labels.item -}}',
  '{{ .Labels.title }} is at',
  '{{ range printf "min(last_over_time(m365_usage_observed%s))" $column | query }}{{ . | value | printf "%.0f" }}{{ end }}',
  'where {{ range printf "min(last_over_time(m365_usage_expected%s))" $column | query }}{{ . | value | printf "%.0f" }}{{ end }}',
  'is usual,',
  '{{ range printf "min(last_over_time(m365_usage_drop_since_timestamp_seconds%s) > 0)" $column | query }}since {{ (. | value | toTime).Format "2006-01-02" }}, {{ end -}}',
  'on',
  '{{ range printf "max(last_over_time(m365_usage_judged_dates%s) > 1)" $column | query }}{{ . | value }} report dates up to',
  '{{ end -}}',
  '{{ range printf "max(last_over_time(m365_usage_judged_date_timestamp_seconds%s))" $column | query }}{{ (. | value | toTime).Format "2006-01-02" }}{{ end }}.',
  '{{- end }}',
].join(' ');

const HAS_DATA = `unless ignoring (title) last_over_time(m365_usage_days_without_data[L]) >= ${VANISHED_FROM}`;
const WORST = 'summarize arg_max(score, column, item, observed, expected) by AppRoleName, tenant, report';

/** Something is wrong for longer than a span of time. */
function since(
  { name }: MetricDefinition,
  label: string,
  [seconds, span]: readonly [string, string],
  from = { rows: 'newest', span: 'L' },
) {
  const by = label === '' ? '' : `, ${label}`;
  return {
    expr: `max by (job, tenant${by}) (time() - (last_over_time(${name}[${from.span}]) > 0)) > ${seconds}`,
    log: {
      dimensions: ['AppRoleName', 'tenant', ...(label === '' ? [] : [label])],
      query: [
        from.rows,
        `| where Name == "${name}" and Sum > 0`,
        `| project AppRoleName, tenant${by}, since = unixtime_seconds_todatetime(Sum)`,
        `| where since < ago(${span})`,
      ].join('\n'),
    },
  };
}

const HOURS_3 = ['3 * 3600', '3h'] as const;
const HOURS_6 = ['6 * 3600', '6h'] as const;
const HOURS_24 = ['24 * 3600', '24h'] as const;
const HOURS_26 = ['26 * 3600', '26h'] as const;
const DAYS_14 = ['14 * 86400', '14d'] as const;

export const ALERTS: readonly Alert[] = [
  {
    name: 'M365UsageDropped',
    group: 'm365-usage',
    severity: 'warning',
    why: 'A score is 1 where a column fell as far as is alarming for this very column: bench/DROPS.md has how often that is wrong, and DROP_SENSITIVITY moves it. What has no data at all raises M365UsageVanished alone.',
    expr: `${BY_REPORT} (\n  last_over_time(m365_usage_drop_score[L]) >= ${DROP_FROM}\n    ${HAS_DATA}\n)`,
    log: { dimensions: REPORT, query: `usage\n| where score >= ${DROP_FROM}\n| ${WORST}` },
    summary: 'Usage of a Microsoft 365 product has dropped.',
    description: WORST_DROPS,
  },
  {
    name: 'M365UsageDroppedSharply',
    group: 'm365-usage',
    severity: 'critical',
    why: 'Twice as deep as what is alarming, or a drop to a quarter: no longer a fluctuation.',
    expr: [
      `${BY_REPORT} (`,
      '  (',
      `    last_over_time(m365_usage_drop_score[L]) >= ${SHARP_FROM}`,
      `      or last_over_time(m365_usage_drop_score[L]) >= ${DROP_FROM}`,
      `        and ignoring (title) last_over_time(m365_usage_observed[L]) <= ${SHARP_RATIO} * last_over_time(m365_usage_expected[L])`,
      '  )',
      `    ${HAS_DATA}`,
      ')',
    ].join('\n'),
    log: {
      dimensions: REPORT,
      query: `usage\n| where score >= ${SHARP_FROM} or (score >= ${DROP_FROM} and observed <= ${SHARP_RATIO} * expected)\n| ${WORST}`,
    },
    summary: 'Usage of a Microsoft 365 product has dropped sharply.',
    description: WORST_DROPS,
  },
  {
    name: 'M365UsageVanished',
    group: 'm365-usage',
    severity: 'warning',
    why: 'Empty cells where there is always usage; dates on which the whole tenant is low are not counted. One alone is seldom more than a gap in the file.',
    expr: `${BY_REPORT} (last_over_time(m365_usage_days_without_data[L]) >= ${VANISHED_FROM})`,
    log: {
      dimensions: REPORT,
      query: [
        'newest',
        `| where Name == "${usage.daysWithoutData.name}" and Sum >= ${VANISHED_FROM}`,
        '| summarize days = arg_max(Sum, column, item) by AppRoleName, tenant, report',
      ].join('\n'),
    },
    summary: 'Usage of a Microsoft 365 product has vanished from its report.',
    description: [
      OF_REPORT,
      `{{- range printf "topk(3, max by (column, item) (last_over_time(m365_usage_days_without_data{%s}[L]) >= ${VANISHED_FROM}))" $of | query }}`,
      '{{ .Labels.column }}{{ with .Labels.item }} ({{ . }}){{ end }} has had no value on {{ . | value }} report dates on',
      'which there is always one.',
      '{{- end }}',
    ].join(' '),
  },
  {
    name: 'M365TenantUsageLow',
    group: 'm365-usage',
    severity: 'warning',
    why: 'The median of at least five columns: a holiday, or an outage of everything. One alert instead of hundreds.',
    expr: `min by (job, tenant) (last_over_time(m365_tenant_activity_ratio[L]) < ${LOW_TENANT})`,
    log: {
      dimensions: ['AppRoleName', 'tenant'],
      query: `newest\n| where Name == "${tenantActivity.name}" and Sum < ${LOW_TENANT}\n| project AppRoleName, tenant, ratio = Sum`,
    },
    summary: 'The usage of the whole tenant is low.',
    description: `Half of all columns${OF_TENANT} are below {{ $value | humanizePercentage }} of usual on the newest report date: a holiday, or an outage of Microsoft 365.`,
  },
  {
    name: 'M365ReportStale',
    group: 'm365-reports',
    severity: 'warning',
    why: 'The limit of each report is in the catalogue: six days where Microsoft refreshes daily (up to three until a date is published, one until the next is, one until it is pulled, one spare), ten where it does so less regularly.',
    expr: `${BY_REPORT} (time() - (last_over_time(${health.refreshDue.name}[L]) > 0)) > 0`,
    log: {
      dimensions: REPORT,
      query: [
        'newest',
        `| where Name == "${health.refreshDue.name}" and Sum > 0`,
        '| project AppRoleName, tenant, report, due = unixtime_seconds_todatetime(Sum)',
        '| where due < now()',
      ].join('\n'),
    },
    summary: 'A Microsoft 365 usage report has stopped refreshing.',
    description: `{{ $labels.report }}${OF_TENANT} should have been refreshed {{ $value | humanizeDuration }} ago.`,
  },
  {
    name: 'M365ReportPullFailing',
    group: 'm365-reports',
    severity: 'warning',
    why: 'A failed pull is tried again every hour: six in a row are no hiccup. What is not offered, or not yet, does not fail, unless it was read before.',
    ...since(health.failingSince, 'report', HOURS_6),
    summary: 'A Microsoft 365 usage report cannot be pulled.',
    description: [
      OF_REPORT,
      'pulls have failed for {{ $value | humanizeDuration }}',
      '{{- range printf "last_over_time(m365_report_failure{%s}[L])" $of | query }} ({{ .Labels.reason }}){{ end }};',
      'its last good values stay.',
    ].join(' '),
  },
  {
    name: 'M365TenantNotOnboarded',
    group: 'm365-reports',
    severity: 'info',
    why: 'Usage reports begin some days after the first use of a tenant. Of the whole tenant, so one alert for all reports.',
    ...since(health.notOnboardedSince, '', DAYS_14),
    summary: 'Microsoft has no usage reports for this tenant yet.',
    description:
      'Microsoft has answered for {{ $value | humanizeDuration }} that it does not know the tenant{{ with $labels.tenant }} {{ . }}{{ end }} (UnknownTenantId).',
  },
  {
    name: 'M365PullNotRunning',
    group: 'm365-reports',
    severity: 'critical',
    why: 'Pulls are daily, looked for every hour, with half an hour of grace: 26 hours leave one spare. It looks back for two weeks, so that it goes on where nothing comes any more. Of many tenants M365TenantNotPulled tells, which knows whom nobody wants to be pulled any more.',
    expr: [
      'min by (job, tenant) (',
      `  time() - last_over_time(${health.lastRun.name}[14d])`,
      `    unless on (tenant) last_over_time(${fleet.info.name}[14d])`,
      ') > 26 * 3600',
    ].join('\n'),
    log: {
      // With dimensions it would fire once more when a run finishes late; and there is a row where nothing has arrived.
      dimensions: [],
      query: [
        `let declared = points | where Name == "${fleet.info.name}" | distinct tenant;`,
        'union (runs | join kind=leftanti declared on tenant | summarize finished = max(Sum) by AppRoleName, tenant), (runs | summarize finished = max(Sum) | where isnull(finished))',
        '| where isnull(finished) or unixtime_seconds_todatetime(finished) < ago(26h)',
      ].join('\n'),
    },
    summary: 'Microsoft 365 usage is not being pulled.',
    description: `The last run${OF_TENANT} finished {{ $value | humanizeDuration }} ago.`,
  },
  {
    name: 'M365ExportFailing',
    group: 'm365-reports',
    severity: 'warning',
    why: 'A failed push is tried again every hour.',
    ...since(health.exportFailingSince, 'exporter', HOURS_3),
    summary: 'Microsoft 365 usage does not reach an exporter.',
    description: `{{ $labels.exporter }} has not accepted everything${OF_TENANT} for {{ $value | humanizeDuration }}.`,
  },
  {
    name: 'M365ReportColumnsMissing',
    group: 'm365-reports',
    severity: 'warning',
    why: 'For a day: a single odd file is replaced by the next pull.',
    ...since(health.columnsMissingSince, 'report', HOURS_26),
    summary: 'A Microsoft 365 usage report lacks columns that it used to have.',
    description: `{{ $labels.report }}${OF_TENANT} has lacked columns for {{ $value | humanizeDuration }}; their charts have gone flat.`,
  },
  {
    name: 'M365ReportColumnsUnmapped',
    group: 'm365-reports',
    severity: 'info',
    why: 'For a day: a single odd file is replaced by the next pull.',
    ...since(health.columnsUnmappedSince, 'report', HOURS_26),
    summary: 'A Microsoft 365 usage report has unmapped columns.',
    description: `{{ $labels.report }}${OF_TENANT} has had columns that this version of the exporter does not know for {{ $value | humanizeDuration }}.`,
  },
  {
    name: 'M365ReportCellsRejected',
    group: 'm365-reports',
    severity: 'warning',
    why: 'For a day: a single odd file is replaced by the next pull.',
    ...since(health.rejectedSince, 'report', HOURS_26),
    summary: 'A Microsoft 365 usage report has cells that cannot be read as numbers.',
    description: [
      OF_REPORT,
      '{{- range printf "topk(3, max by (column) (last_over_time(m365_report_rejected_cells{%s}[L])))" $of | query }}',
      '{{ . | value }} cells of {{ .Labels.column }} are no number and are left out.',
      '{{- end }} Charts have gaps or have gone flat.',
    ].join(' '),
  },
  {
    name: 'M365ReportRowsRejected',
    group: 'm365-reports',
    severity: 'info',
    why: 'Where cells are rejected, M365ReportCellsRejected says more.',
    ...since(health.rowsRejectedSince, 'report', HOURS_26),
    summary: 'A Microsoft 365 usage report has rows that cannot be used.',
    description: `{{ $labels.report }}${OF_TENANT}: rows have been left out in whole or in part for {{ $value | humanizeDuration }}.`,
  },
  {
    name: 'M365ExporterAbsent',
    group: 'm365-reports',
    severity: 'critical',
    why: 'The hour of waiting is the time that a first deployment has.',
    expr: `absent_over_time({__name__=~"${health.buildInfo.name}|${fleet.tenants.name}"}[L])`,
    for: '1h',
    // What is absent has no row, and M365PullNotRunning speaks where nothing arrives.
    log: undefined,
    summary: 'Nothing comes from the Microsoft 365 usage exporter.',
    description: 'No sample of the exporter has come for longer than a deployment takes.',
  },
  {
    name: 'M365TenantNotPulled',
    group: 'm365-fleet',
    severity: 'warning',
    why: 'Twelve hours after the next pull should have been, which makes 36 hours of daily ones: in a fleet of which a twentieth hangs, data gets 30 hours old. Disabled tenants and those that never consented are not late.',
    expr: `max by (job, tenant) (time() - (last_over_time(${fleet.pullDue.name}[1h]) > 0)) > 0`,
    log: {
      dimensions: ['AppRoleName', 'tenant'],
      query: [
        'fleet',
        `| where Name == "${fleet.pullDue.name}" and Sum > 0`,
        '| project AppRoleName, tenant, due = unixtime_seconds_todatetime(Sum)',
        '| where due < now()',
      ].join('\n'),
    },
    summary: 'A tenant is not being pulled.',
    description: [
      '{{ $of := printf "job=%q,tenant=%q" $labels.job $labels.tenant -}}',
      'Reports of tenant {{ $labels.tenant }} should have been pulled {{ $value | humanizeDuration }} ago',
      `{{- range printf "topk(1, max_over_time(timestamp(${fleet.state.name}{%s})[10m:30s]))" $of | query }} ({{ .Labels.state }}){{ end }};`,
      'its last good values stay.',
    ].join(' '),
  },
  {
    name: 'M365TenantWaiting',
    group: 'm365-fleet',
    severity: 'info',
    why: 'For a day a consent is looked for every quarter of an hour, and then seldom.',
    ...since(fleet.waitingSince, '', HOURS_24, { rows: 'fleet', span: '1h' }),
    summary: 'A tenant waits for the consent of its administrator.',
    description:
      'Nobody in tenant {{ $labels.tenant }} has consented to the application for {{ $value | humanizeDuration }}; `tenants check` prints the link.',
  },
  {
    name: 'M365PlanNotRunning',
    group: 'm365-fleet',
    severity: 'critical',
    why: 'Every five minutes it is looked who is due (PLAN_SCHEDULE). It looks back for two weeks, so that it goes on where nothing comes any more.',
    expr: `min by (job, tenant) (time() - last_over_time(${fleet.lastPlan.name}[14d])) > 30 * 60`,
    log: {
      dimensions: ['AppRoleName'],
      query: [
        `points | where Name == "${fleet.lastPlan.name}"`,
        '| summarize planned = unixtime_seconds_todatetime(max(Sum)) by AppRoleName',
        '| where planned < ago(30m)',
      ].join('\n'),
    },
    summary: 'Nobody looks which tenants are due.',
    description: 'It was last looked {{ $value | humanizeDuration }} ago which tenants are due: none is pulled.',
  },
  {
    name: 'M365CertificateExpiring',
    group: 'm365-fleet',
    severity: 'warning',
    why: 'One alert for each certificate, however many tenants are asked with it; a new one is later than the one before.',
    expr: `max by (job, setting) (last_over_time(${health.certificateEnd.name}[L]) - time()) < 14 * 86400`,
    log: {
      dimensions: ['AppRoleName', 'setting'],
      query: [
        'points',
        `| where Name == "${health.certificateEnd.name}"`,
        '| extend setting = tostring(Properties.setting)',
        '| summarize expires = unixtime_seconds_todatetime(max(Sum)) by AppRoleName, setting',
        '| where expires < now() + 14d',
      ].join('\n'),
    },
    summary: 'A certificate that tokens are requested with expires.',
    description: [
      'The certificate of {{ $labels.setting }}',
      '{{ if gt $value 0.0 }}expires in {{ $value | humanizeDuration }}{{ else }}has expired{{ end }}',
      '{{- $of := printf "job=%q,setting=%q" $labels.job $labels.setting -}}',
      `{{- range printf "count(count by (tenant) (last_over_time(${health.certificateEnd.name}{tenant!='',%s}[L])))" $of | query }};`,
      'it is that of {{ . | value }} {{ if eq (. | value) 1.0 }}tenant{{ else }}tenants{{ end }}{{ end }}.',
    ].join(' '),
  },
];

/** What every query in KQL begins with: the newest push of each role and tenant that ended with its marker. */
export const LOG_PRELUDE = `let points = AppMetrics
  | where TimeGenerated > ago(2d) and Name startswith "m365_" and isnull(Properties.report_date)
  | extend tenant = tostring(Properties.tenant), report = tostring(Properties.report), column = tostring(Properties.column), item = tostring(Properties.item), exporter = tostring(Properties.exporter);
let runs = points | where Name == "${health.lastRun.name}";
// A push is judged a quarter of an hour after its marker, when all of it has arrived.
let newest = runs | where TimeGenerated < ago(15m) | summarize pushed = max(TimeGenerated) by AppRoleName, tenant
  | join kind=inner points on AppRoleName, tenant
  | where TimeGenerated between (pushed - 5m .. pushed)
  | summarize arg_max(TimeGenerated, Sum) by Name, AppRoleName, tenant, report, column, item, exporter;
let usage = newest
  | summarize score = maxif(Sum, Name == "${usage.dropScore.name}"), observed = maxif(Sum, Name == "${usage.observed.name}"), expected = maxif(Sum, Name == "${usage.expected.name}"), days = maxif(Sum, Name == "${usage.daysWithoutData.name}") by AppRoleName, tenant, report, column, item
  | where isnull(days) or days < ${VANISHED_FROM};
// The health of many tenants is sent every hour, by whoever looks which of them are due.
let fleet = points | where TimeGenerated > ago(2h) | summarize arg_max(TimeGenerated, Sum) by Name, AppRoleName, tenant;
`;
