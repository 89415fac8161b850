import { columnTitle } from '../../src/catalogue/column-title.ts';
import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { byColumn, nameLabel } from './column-tables.ts';
import { EXACT, HEIGHT, tablePanel } from './panels.ts';
import { labelsOf, periods } from './queries.ts';
import { column } from './table-columns.ts';

/** A report of whole periods as a table: a row per value, a column per period. */
export function periodsPanel(report: Report) {
  const help = report.metrics
    .map(({ help: text, name, isAverage }) => `${text}${isAverage ? MEAN : ''} (${name})`)
    .join('\n\n');
  const union = report.metrics.map((metric) => named(periods(report, metric), report, metric)).join(' or ');
  const text = { title: report.title, description: `${help}\n\n${report.name}` };
  const [name, label] = report.takesPeriod === false ? [NEWEST, ''] : ['$1 days', 'report_period'];
  const byPeriod = `label_replace(${union}, "Column", "${name}", "${label}", "(.*)")`;
  // Rows are told apart by their labels, so that a row has no other than its name.
  const rows = `max by (What, Column) (${nameLabel('What', 'series', byPeriod)})`;
  const count = report.metrics.flatMap(({ columns }) => columns).length;
  const isWide = report.metrics.length > 1;
  const panel = tablePanel(text, byColumn(rows, ['What', ...DAYS]))
    .unit(EXACT)
    .span(isWide ? 24 : 12)
    .height(report.item ? 2 * HEIGHT : Math.min(count + 3, 2 * HEIGHT))
    .withOverride(column('What', 'What', { width: widthOf(report) }));
  // Numbers stand beside their names, however wide the panel is.
  for (const days of [...DAYS, NEWEST]) panel.withOverride(column(days, days, { width: 110 }));
  return panel;
}

/** So that `What` and what Grafana appends to it have room. */
const LEAST_LETTERS = 25;

/** Of the longest name, at seven pixels a letter; an item, such as the name of a license, is as long as Graph has it. */
function widthOf({ item, metrics }: Report): number {
  if (item) return metrics.length > 1 ? 700 : 400;
  const names = metrics.flatMap((metric) =>
    metric.columns.map((one) => columnTitle({ title: metrics.length > 1 ? titleOf(metric) : '' }, one, '')),
  );
  return 30 + 7 * Math.max(LEAST_LETTERS, ...names.map(({ length }) => length));
}

/** Of reports without a period. */
const NEWEST = 'Newest';

const MEAN = ' Of several tenants the mean of theirs.';

/** As Graph counts them: Copilot's months have 28 days. */
const DAYS = ['7 days', '28 days', '30 days', '90 days', '180 days'];

/** Of several metrics with labels, each row says which. */
function named(query: string, report: Report, metric: ReportMetric): string {
  const title = titleOf(metric);
  const value = labelsOf(report, metric).length === 0 ? title : `${title}: $1`;
  return report.metrics.length === 1 ? query : `label_replace(${query}, "series", "${value}", "series", "(.*)")`;
}

/** Time is in hours. */
function titleOf({ title, unit }: ReportMetric): string {
  const short = title.replace(', whole period', '');
  return unit === 's' ? `${short} (hours)` : short;
}
