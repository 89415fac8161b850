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
    .withOverride(column('What', 'What', { width: widthOf(isWide, report) }));
  // Numbers stand beside their names, however wide the panel is.
  for (const days of [...DAYS, NEWEST]) panel.withOverride(column(days, days, { width: 110 }));
  return panel;
}

/** An item, such as the name of a license, is as long as Graph has it. */
function widthOf(isWide: boolean, { item }: Report): number {
  if (isWide) return item ? 640 : 520;
  return item ? 400 : 220;
}

/** Of reports without a period. */
const NEWEST = 'Newest';

const MEAN = ' Of several tenants the mean of theirs.';

/** As Graph counts them: Copilot's months have 28 days. */
const DAYS = ['7 days', '28 days', '30 days', '90 days', '180 days'];

/** Of several metrics with labels, each row says which; time is in hours. */
function named(query: string, report: Report, metric: ReportMetric): string {
  const short = metric.title.replace(', whole period', '');
  const title = metric.unit === 's' ? `${short} (hours)` : short;
  const value = labelsOf(report, metric).length === 0 ? title : `${title}: $1`;
  return report.metrics.length === 1 ? query : `label_replace(${query}, "series", "${value}", "series", "(.*)")`;
}
