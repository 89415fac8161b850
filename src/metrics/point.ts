import type { Labels, MetricDefinition } from '../catalogue/types.ts';
import type { Day } from '../report/dates.ts';

/** A number with its labels, ready to export. */
export interface Point {
  readonly labels: Labels;
  readonly value: number;
  /** The point's own time, where it is not now. */
  readonly date?: Day;
}

/** The points of one metric. */
export interface Family {
  readonly metric: MetricDefinition;
  readonly points: readonly Point[];
}
