/** Product names, as `REPORTS` and the label `product` of `m365_report_info` spell them. */
export type Product = 'groups' | 'skype' | 'tenant-wide';

export type GraphVersion = 'v1.0' | 'beta';

/** Periods Graph accepts: the last 7, 30, 90 or 180 days up to the refresh date. */
export const PERIODS = ['D7', 'D30', 'D90', 'D180'] as const;
export type Period = (typeof PERIODS)[number];

export type Labels = Readonly<Record<string, string>>;

/** How a cell spells its number. What is exported is always in the metric's unit. */
export type CellFormat = 'number' | 'minutes' | 'duration';

/** What every backend is told about a metric. */
export interface MetricDefinition {
  readonly name: `m365_${string}`;
  /** UCUM. Countable things stand in braces, in the singular: `{user}`. */
  readonly unit: string;
  /** One sentence: what is counted, over what time. */
  readonly help: string;
}

/** One metric of a report, fed by columns that share its unit and its population. */
export interface ReportMetric extends MetricDefinition {
  readonly columns: readonly Column[];
  /** Default: `number`. */
  readonly cell?: CellFormat;
  /** `activity`: a fall below the same weekday's usual value deserves attention. Everything else is a `level`. */
  readonly trend: 'activity' | 'level';
}

export interface Column {
  /** The header as Graph documents it: the key of the column's history, for ever. */
  readonly header: string;
  /** Other headers Graph has been seen to send for it. Case and spacing need no entry. */
  readonly spellings?: readonly string[];
  /** What tells this column apart from the others of its metric. */
  readonly labels: Labels;
}

/** A column that says what its row is about, such as `Site Type`. Its text becomes the value of `label`. */
export interface ItemColumn {
  readonly header: string;
  readonly label: string;
}

export interface Report {
  /** The Graph function: the segment of the URL and the value of the label `report`. */
  readonly name: `get${string}`;
  readonly product: Product;
  /** The page that lists the columns. */
  readonly docs: `https://learn.microsoft.com/graph/api/${string}`;
  /** `daily`: a row per report date. `whole_period`: one value for the last N days, dated by the refresh date. */
  readonly kind: 'daily' | 'whole_period';
  /** `retired`: Microsoft ended the product; empty files are what one expects. */
  readonly lifecycle: 'active' | 'retired';
  readonly versions: readonly GraphVersion[];
  /** Whether the v1.0 page documents `If-None-Match` and 304. No beta page does. */
  readonly ifNoneMatch: boolean;
  /** Two reports take no `period`. */
  readonly takesPeriod: boolean;
  readonly item?: ItemColumn;
  readonly metrics: readonly ReportMetric[];
}
