import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { LOW_TENANT } from '../../src/history/drops/constants.ts';

/** Colours from a value on; the first from nothing on. */
export type Steps = readonly (readonly [from: number | null, color: string])[];

export const NEUTRAL: Steps = [[null, 'text']];

export const BLUE: Steps = [[null, 'blue']];

export const ZERO_IS_GOOD: Steps = [
  [null, 'green'],
  [1, 'red'],
];

/** The hours after which M365PullNotRunning fires. */
export const SINCE_RUN: Steps = [
  [null, 'green'],
  [26 * 3600, 'red'],
];

/** Every ratio to usual, wherever it is shown. */
export const RATIO: Steps = [
  [null, 'red'],
  [LOW_TENANT, 'yellow'],
  [0.9, 'green'],
];

export function toThresholds(steps: Steps) {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(steps.map(([value, color]) => ({ value, color })));
}

/** Nothing known is not "all is well": red where the panel says how things are. */
export function nothingAs(color: 'red' | 'text', text = 'No data'): dashboard.ValueMapping[] {
  return [
    {
      type: dashboard.MappingType.SpecialValue,
      options: { match: dashboard.SpecialValueMatch.NullAndNan, result: { text, color } },
    },
  ];
}

/** What a state is called, from the worst on. */
export const STATES: dashboard.ValueMapping[] = [
  {
    type: dashboard.MappingType.ValueToText,
    options: {
      0: { text: 'Fails', color: 'red', index: 0 },
      1: { text: 'Works', color: 'green', index: 1 },
      2: { text: 'Not offered', color: 'text', index: 2 },
    },
  },
];
