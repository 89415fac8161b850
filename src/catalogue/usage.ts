import type { MetricDefinition } from './types.ts';

/** Derived from the history of columns that count an activity; labels `report`, `column`, and `item` where there is one. */
export const usage = {
  newest: {
    name: 'm365_usage_newest',
    unit: '{activity}',
    help: 'Sum of the column on the two newest report dates that have a value and a baseline.',
  },
  baseline: {
    name: 'm365_usage_baseline',
    unit: '{activity}',
    help: 'Sum of the baselines of the dates in m365_usage_newest; a baseline is the median of the same weekday in the eight weeks before.',
  },
  changeRatio: {
    name: 'm365_usage_change_ratio',
    unit: '{ratio}',
    help: 'Ratio of m365_usage_newest to m365_usage_baseline: 1 is as usual, 0.5 is half.',
  },
  judgedDate: {
    name: 'm365_usage_judged_date_timestamp_seconds',
    unit: 's',
    help: 'The newer of the dates in m365_usage_newest, as Unix time of its midnight UTC.',
  },
  silentDays: {
    name: 'm365_usage_silent_days',
    unit: '{day}',
    help: 'Report dates with a baseline since the last filled cell of the column: days on which there is always usage, and now there is none.',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** A change ratio below this is a drop: for the alert rules, the dashboards and the status page alike. */
export const DROPPED_BELOW = 0.6;

/** Labels `report`, `column`, `report_date`; `item` and `report_period` where they tell values apart. */
export const unmappedColumn = {
  name: 'm365_unmapped_column',
  unit: '{number}',
  help: 'Value of a numeric column that the catalogue does not know yet, on the report date; durations are in seconds.',
} as const satisfies MetricDefinition;
