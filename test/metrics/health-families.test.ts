import { describe, expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import { EMPTY_STATUS, withOutcome, withReading } from '../../src/history/status.ts';
import type { ReportStatus } from '../../src/history/status-schema.ts';
import { toHealthFamilies } from '../../src/metrics/health-families.ts';
import type { Reading } from '../../src/report/reading.ts';

const [report] = reports;
if (report === undefined) throw new Error('the catalogue is empty');
const label = { report: report.name };
const run = {
  version: '1.2.3',
  node: 'v24.0.0',
  finishedAt: '2026-11-20T10:00:00.000Z',
  graphResponses: { 302: 5, none: 1 },
  exports: [],
};
const precedence = { refreshedOn: '2026-11-18', pulledAt: '2026-11-20T10:00:00.000Z' };
const reading: Reading = {
  refreshedOn: '2026-11-18',
  newestDate: '2026-11-18',
  values: [],
  rows: 7,
  emptyCells: 2,
  rejectedRows: 1,
  leftOutRows: [],
  rejectedCells: [{ column: 'Send', cells: 3, shape: '9,999' }],
  missingColumns: ['IM'],
  unmappedColumns: ['New', 'Newer'],
};

describe('toHealthFamilies', () => {
  it('says of a report that was never pulled only what kind it is, and that nothing is wrong', () => {
    expect(Object.keys(familiesOf(EMPTY_STATUS))).toEqual([
      'm365_report_info',
      'm365_report_failing_since_timestamp_seconds',
      'm365_report_columns_missing_since_timestamp_seconds',
      'm365_report_columns_unmapped_since_timestamp_seconds',
      'm365_report_rejected_since_timestamp_seconds',
      'm365_report_rows_rejected_since_timestamp_seconds',
      'm365_tenant_not_onboarded_since_timestamp_seconds',
      'm365_pull_last_run_timestamp_seconds',
      'm365_last_run_graph_responses',
      'm365_exporter_build_info',
    ]);
  });

  it('says how the last pull went, and what the last files were like', () => {
    const status = withOutcome(withReading(EMPTY_STATUS, 'any', precedence, reading), {
      at: '2026-11-20T10:00:00.500Z',
      seconds: 1.5,
    });

    expect(familiesOf(status)).toMatchObject({
      m365_report_pull_success: [[label, 1]],
      m365_report_last_success_timestamp_seconds: [[label, Date.UTC(2026, 10, 20, 10) / 1000 + 0.5]],
      m365_report_refresh_timestamp_seconds: [[label, Date.UTC(2026, 10, 18) / 1000]],
      m365_report_newest_date_timestamp_seconds: [[label, Date.UTC(2026, 10, 18) / 1000]],
      m365_report_pull_duration_seconds: [[label, 1.5]],
      m365_report_rows: [[label, 7]],
      m365_report_empty_cells: [[label, 2]],
      m365_report_rejected_rows: [[label, 1]],
      m365_report_rejected_cells: [[{ ...label, column: 'Send' }, 3]],
      m365_report_columns_missing: [[label, 1]],
      m365_report_columns_unmapped: [[label, 2]],
      m365_report_info: [[{ ...label, product: report.product, kind: report.kind, lifecycle: report.lifecycle }, 1]],
      m365_pull_last_run_timestamp_seconds: [[{}, Date.UTC(2026, 10, 20, 10) / 1000]],
      m365_last_run_graph_responses: [
        [{ status: '302' }, 5],
        [{ status: 'none' }, 1],
      ],
      m365_exporter_build_info: [[{ version: '1.2.3', node: 'v24.0.0' }, 1]],
    });
  });

  it('keeps through a failure what was known, and names its reason', () => {
    const good = withOutcome(withReading(EMPTY_STATUS, 'any', precedence, reading), {
      at: '2026-11-20T10:00:00.000Z',
      seconds: 1,
    });
    const failure = { reason: 'throttled', message: '' } as const;

    expect(familiesOf(withOutcome(good, { at: '2026-11-21T10:00:00.000Z', seconds: 3, failure }))).toMatchObject({
      m365_report_pull_success: [[label, 0]],
      m365_report_last_success_timestamp_seconds: [[label, Date.UTC(2026, 10, 20, 10) / 1000]],
      m365_report_rows: [[label, 7]],
      m365_report_failure: [[{ ...label, reason: 'throttled' }, 1]],
    });
  });

  it('adds up the rows of several periods, counts a column they share once, and takes the oldest refresh date', () => {
    const seven = withReading(EMPTY_STATUS, 'D7', precedence, reading);
    const both = withReading(seven, 'D30', { ...precedence, refreshedOn: '2026-11-17' }, reading);

    expect(familiesOf(both)).toMatchObject({
      m365_report_rows: [[label, 14]],
      m365_report_rejected_cells: [[{ ...label, column: 'Send' }, 6]],
      m365_report_columns_unmapped: [[label, 2]],
      m365_report_refresh_timestamp_seconds: [[label, Date.UTC(2026, 10, 17) / 1000]],
    });
  });
});

function familiesOf(status: ReportStatus): Record<string, unknown> {
  const families = report === undefined ? [] : toHealthFamilies([{ report, status }], run);
  return Object.fromEntries(
    families
      .filter(({ points }) => points.length > 0)
      .map(({ metric, points }) => [metric.name, points.map(({ labels, value }) => [labels, value])]),
  );
}
