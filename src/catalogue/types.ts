export type GraphVersion = 'v1.0' | 'beta';

/** Periods Graph accepts: the last 7, 30, 90 or 180 days up to the refresh date. */
export const PERIODS = ['D7', 'D30', 'D90', 'D180'] as const;
export type Period = (typeof PERIODS)[number];

export type Labels = Readonly<Record<string, string>>;

/** How a cell spells its number. What is exported is always in the metric's unit. */
export type CellFormat = 'number' | 'minutes' | 'duration';

/** `activity`: a fall below the same weekday's usual value deserves attention. Everything else is a `level`. */
export type Trend = 'activity' | 'level';

/** What every backend gets to know about a metric. */
export interface MetricDefinition {
  readonly name: `m365_${string}`;
  /** UCUM. Countable things stand in braces, in the singular: `{user}`. */
  readonly unit: string;
  /** One sentence: what is counted, over what time. */
  readonly help: string;
  /** What an alert compares: 0 where all is well. A receiver is sent 0 once for a series that is gone. */
  readonly isState?: true;
}

/** A metric with a few words for headings, legends and notifications. */
export interface TitledMetric extends MetricDefinition {
  readonly title: string;
}

/** One metric of a report, fed by columns that share its unit and its population. */
export interface ReportMetric extends TitledMetric {
  readonly columns: readonly Column[];
  /** Default: `number`. */
  readonly cell?: CellFormat;
  readonly trend: Trend;
  /** Values of several tenants have no sum, only a mean. */
  readonly isAverage?: true;
  /**
   * A daily value that counts what was active within the requested period, so that it depends on the period. Such
   * columns are always pulled at `WITHIN_PERIOD`.
   */
  readonly withinPeriod?: true;
}

/** The period of daily columns that depend on one. */
export const WITHIN_PERIOD: Period = 'D30';

export interface Column {
  /** The header as Graph documents it: the key of the column's history, for ever. */
  readonly header: string;
  /** Other names Graph uses for it, in CSV or JSON. Case, spacing and punctuation need no entry. */
  readonly spellings?: readonly string[];
  /** What tells this column apart from the others of its metric. */
  readonly labels: Labels;
  /** Where it differs from the metric's. */
  readonly trend?: Trend;
  /** Where not every version of the report has the column. */
  readonly versions?: readonly GraphVersion[];
  /** Documented, but not for every tenant: its absence is no drift. */
  readonly optional?: true;
}

/** A column that says what its row is about, such as `Site Type`. Its text becomes the value of `label`. */
export interface ItemColumn {
  readonly header: string;
  readonly label: string;
}

export interface Report {
  /** The Graph function: the segment of the URL and the value of the label `report`. */
  readonly name: `get${string}`;
  /** A few words for people. */
  readonly title: string;
  /** The name of its product. */
  readonly product: string;
  /** The page that lists the columns. */
  readonly docs: `https://learn.microsoft.com/${string}`;
  /** `daily`: a row per report date. `whole_period`: one value for the last N days, dated by the refresh date. */
  readonly kind: 'daily' | 'whole_period';
  /** `retired`: Microsoft ended the product; empty files are what one expects. */
  readonly lifecycle: 'active' | 'retired';
  readonly versions: readonly GraphVersion[];
  /** Whether the v1.0 page documents `If-None-Match` and 304. No beta page does. */
  readonly ifNoneMatch: boolean;
  /** Days without a new refresh date after which the report is considered stale. */
  readonly staleAfterDays: number;
  /** Two reports take no period. */
  readonly takesPeriod?: false;
  /** What Graph calls a period of this report, the likelier name first. Default: the period itself. */
  readonly periodNames?: Partial<Readonly<Record<Period, readonly string[]>>>;
  /** Where v1.0 keeps the function, if not below `reports`. */
  readonly v1Folder?: string;
  /** A daily report whose documented CSV has no `Report Date`: rows without one are of the whole period. */
  readonly mayLackDates?: true;
  readonly item?: ItemColumn;
  readonly metrics: readonly ReportMetric[];
}

/** What `defaults.ts` fills in where an entry says nothing. */
type Optional<T, Names extends keyof T> = Omit<T, Names> & Partial<Pick<T, Names>>;

/** What the reports of a product may have in common. */
export type Common = 'lifecycle' | 'versions' | 'ifNoneMatch' | 'staleAfterDays';

export type ColumnEntry = Optional<Column, 'labels'>;

export type MetricEntry = Optional<Omit<ReportMetric, 'columns'>, 'trend'> & {
  readonly columns: readonly ColumnEntry[];
};

export type ReportEntry = Optional<Omit<Report, 'product' | 'metrics'>, Common | 'docs'> & {
  readonly metrics: readonly MetricEntry[];
};

/** A product with its reports, as its file writes them: what is left out is the product's, else the default. */
export interface Product extends Partial<Pick<Report, Common>> {
  /** As `REPORTS` and the label `product` of `m365_report_info` spell it. */
  readonly name: string;
  readonly title: string;
  readonly reports: readonly ReportEntry[];
}
