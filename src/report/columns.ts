import type { Column, Report, ReportMetric, Trend } from '../catalogue/types.ts';

export interface CataloguedColumn {
  readonly metric: ReportMetric;
  readonly column: Column;
}

/** The columns of a report with the metric each one feeds. */
export function columnsOf(report: Report): readonly CataloguedColumn[] {
  return report.metrics.flatMap((metric) => metric.columns.map((column) => ({ metric, column })));
}

export function trendOf({ metric, column }: CataloguedColumn): Trend {
  return column.trend ?? metric.trend;
}

/** Whether values of a column depend on the period they were pulled for, so that history and series must name it. */
export function dependsOnPeriod(report: Report, metric: ReportMetric): boolean {
  return isWholePeriod(report) || metric.withinPeriod === true;
}

/** Whether a row of the report stands for a requested period. */
export function isWholePeriod(report: Report): boolean {
  return report.kind === 'whole_period' && report.takesPeriod !== false;
}

/**
 * A name as names are compared: Graph varies case, spacing and punctuation, and JSON leaves out the last two. A share of
 * something is another column than its count.
 */
export function comparable(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('%', 'percent')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Every name a column goes by, as names are compared. */
export function namesOf({ header, spellings = [] }: Column): readonly string[] {
  return [header, ...spellings].map(comparable);
}

/** Finds the catalogued header of a column by any of its names; a unmapped column keeps the name it has. */
export function canonicalName(report: Report): (name: string) => string {
  const headers = new Map(
    columnsOf(report).flatMap(({ column }) => namesOf(column).map((name) => [name, column.header])),
  );
  return (name) => headers.get(comparable(name)) ?? name;
}
