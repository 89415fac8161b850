import type { MetricDefinition } from './types.ts';

/**
 * How the columns that count an activity compare with what is usual for them: labels `report`, `column`, and `item` where
 * there is one. What is usual, and what a score is, is said in docs/alerting.md.
 */
export const usage = {
  dropScore: {
    name: 'm365_usage_drop_score',
    unit: '{score}',
    help: 'How far usage fell, by the fall that would be alarming for this column (label title says what it counts): 1 and more is a drop; 0 where it can no longer be judged, absent where it never could be.',
    isState: true,
  },
  observed: {
    name: 'm365_usage_observed',
    unit: '{activity}',
    help: 'Sum of the column over the report dates that were judged together; a newest date as what it is expected to grow to.',
  },
  expected: {
    name: 'm365_usage_expected',
    unit: '{activity}',
    help: 'What is usual for the report dates in m365_usage_observed, as a sum.',
  },
  expectedLow: {
    name: 'm365_usage_expected_low',
    unit: '{activity}',
    help: 'The least for the report dates in m365_usage_observed that would still be usual, as a sum.',
  },
  changeRatio: {
    name: 'm365_usage_change_ratio',
    unit: '{ratio}',
    help: 'Ratio of m365_usage_observed to m365_usage_expected: 1 is as usual, 0.5 is half.',
  },
  judgedDates: {
    name: 'm365_usage_judged_dates',
    unit: '{date}',
    help: 'How many report dates were judged together: 1, 2, 3 or 5.',
  },
  judgedDate: {
    name: 'm365_usage_judged_date_timestamp_seconds',
    unit: 's',
    help: 'The newest of the report dates in m365_usage_observed, as Unix time of its midnight UTC.',
  },
  dropSince: {
    name: 'm365_usage_drop_since_timestamp_seconds',
    unit: 's',
    help: 'The first report date of a drop, as Unix time of its midnight UTC: of those in a row that are below four fifths of usual; 0 where there is none.',
  },
  trend: {
    name: 'm365_usage_trend_ratio',
    unit: '{ratio}',
    help: 'Ratio of the last four weeks of the column to the four before, relative to the median of all columns of the tenant: 1.1 grew by a tenth more than they did.',
  },
  daysWithoutData: {
    name: 'm365_usage_days_without_data',
    unit: '{day}',
    help: 'Report dates since the last filled cell of the column on which there is always usage; those on which the whole tenant is low are left out.',
    isState: true,
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** Without labels. */
export const tenantActivity = {
  name: 'm365_tenant_activity_ratio',
  unit: '{ratio}',
  help: 'What the whole tenant does on its newest report date, as a share of usual: the median of its columns; below 0.6 it is a holiday, or an outage of everything.',
} as const satisfies MetricDefinition;

/** Labels `report`, `column`, `report_date`; `item` and `report_period` where they tell values apart. */
export const unmappedColumn = {
  name: 'm365_unmapped_column',
  unit: '{number}',
  help: 'Value of a numeric column that the catalogue does not know yet, on the report date; durations are in seconds.',
} as const satisfies MetricDefinition;
