import type { MetricDefinition } from './types.ts';

/** What the exporter says about its own work. Labels: `report` unless the help says otherwise. */
export const health = {
  pullSuccess: {
    name: 'm365_report_pull_success',
    unit: '{success}',
    help: 'Whether the last pull of the report succeeded: 1 or 0.',
  },
  lastSuccess: {
    name: 'm365_report_last_success_timestamp_seconds',
    unit: 's',
    help: 'When the report was last pulled successfully, as Unix time.',
  },
  refresh: {
    name: 'm365_report_refresh_timestamp_seconds',
    unit: 's',
    help: 'Refresh date Microsoft states in the report, as Unix time of its midnight UTC; the oldest of its periods.',
  },
  newestDate: {
    name: 'm365_report_newest_date_timestamp_seconds',
    unit: 's',
    help: 'Newest report date in the report, as Unix time of its midnight UTC; the oldest of its periods.',
  },
  pullDuration: {
    name: 'm365_report_pull_duration_seconds',
    unit: 's',
    help: 'How long the last pull of the report took, all periods and retries together.',
  },
  rows: {
    name: 'm365_report_rows',
    unit: '{row}',
    help: 'Rows in the files of the report as last read, all periods together.',
  },
  emptyCells: {
    name: 'm365_report_empty_cells',
    unit: '{cell}',
    help: 'Cells without a value in the files of the report as last read; they are exported as no sample, never as zero.',
  },
  rejectedRows: {
    name: 'm365_report_rejected_rows',
    unit: '{row}',
    help: 'Rows of the report as last read that were left out in whole or in part: impossible dates, unreadable numbers, duplicates.',
  },
  rejectedCells: {
    name: 'm365_report_rejected_cells',
    unit: '{cell}',
    help: 'Filled cells of a column (label column) of the report as last read that are no number and were left out; absent where there are none.',
  },
  columnsMissing: {
    name: 'm365_report_columns_missing',
    unit: '{column}',
    help: 'Catalogued columns that the report as last read did not have.',
  },
  columnsUnmapped: {
    name: 'm365_report_columns_unmapped',
    unit: '{column}',
    help: 'Columns of the report as last read that the catalogue does not know.',
  },
  failure: {
    name: 'm365_report_failure',
    unit: '{failure}',
    help: 'Why the last pull of the report failed (label reason): 1; absent when it succeeded.',
  },
  failingSince: {
    name: 'm365_report_failing_since_timestamp_seconds',
    unit: 's',
    help: 'Since when the pulls of the report fail, as Unix time, from the second failure in a row on; 0 where they succeed, and for what Microsoft does not offer to the tenant.',
    isState: true,
  },
  columnsMissingSince: {
    name: 'm365_report_columns_missing_since_timestamp_seconds',
    unit: 's',
    help: 'Since when the report lacks catalogued columns, as Unix time, from the second such pull in a row on; 0 where it lacks none.',
    isState: true,
  },
  columnsUnmappedSince: {
    name: 'm365_report_columns_unmapped_since_timestamp_seconds',
    unit: 's',
    help: 'Since when the report has columns that the catalogue does not know, as Unix time, from the second such pull in a row on; 0 where it has none.',
    isState: true,
  },
  rejectedSince: {
    name: 'm365_report_rejected_since_timestamp_seconds',
    unit: 's',
    help: 'Since when the report has filled cells that are no number, as Unix time, from the second such pull in a row on; 0 where it has none.',
    isState: true,
  },
  rowsRejectedSince: {
    name: 'm365_report_rows_rejected_since_timestamp_seconds',
    unit: 's',
    help: 'Since when rows of the report are left out, as Unix time, from the second such pull in a row on; 0 where none are, and where cells are rejected.',
    isState: true,
  },
  notOnboardedSince: {
    name: 'm365_tenant_not_onboarded_since_timestamp_seconds',
    unit: 's',
    help: 'Since when Microsoft has no usage reports for the tenant yet (reason not_onboarded), as Unix time, from the second such pull in a row on; 0 where it has; without labels.',
    isState: true,
  },
  certificateEnd: {
    name: 'm365_tenant_certificate_expiry_timestamp_seconds',
    unit: 's',
    help: 'When the certificate expires that tokens for Graph are requested with, as Unix time (label setting: what names its file); absent where there is none.',
  },
  info: {
    name: 'm365_report_info',
    unit: '{report}',
    help: 'What kind of report it is (labels title, product, kind, lifecycle): 1.',
  },
  refreshDue: {
    name: 'm365_report_refresh_due_timestamp_seconds',
    unit: 's',
    help: 'When the report is considered stale unless Microsoft refreshes it before, as Unix time; 0 for retired reports.',
    isState: true,
  },
  lastRun: {
    name: 'm365_pull_last_run_timestamp_seconds',
    unit: 's',
    help: 'When the last run finished, however it ended, as Unix time; without labels.',
  },
  graphResponses: {
    name: 'm365_last_run_graph_responses',
    unit: '{response}',
    help: 'HTTP responses from Microsoft Graph in the last run that requested reports, by status (label status; none for no response), retries included.',
  },
  exportSuccess: {
    name: 'm365_export_success',
    unit: '{success}',
    help: 'Whether the last push of the exporter (label exporter) succeeded: 1 or 0.',
  },
  exportFailingSince: {
    name: 'm365_export_failing_since_timestamp_seconds',
    unit: 's',
    help: 'Since when the pushes of the exporter (label exporter) fail, as Unix time, from the second failure in a row on; 0 where they succeed.',
    isState: true,
  },
  exportLastSuccess: {
    name: 'm365_export_last_success_timestamp_seconds',
    unit: 's',
    help: 'When the last push to the exporter (label exporter) that left nothing out ended, as Unix time.',
  },
  buildInfo: {
    name: 'm365_exporter_build_info',
    unit: '{build}',
    help: 'Version of the exporter and of Node.js (labels version, node): 1.',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
