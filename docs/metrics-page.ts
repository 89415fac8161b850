import { columnsOf, dependsOnPeriod, trendOf } from '../src/catalogue/columns.ts';
import { health } from '../src/catalogue/health.ts';
import { products, reports } from '../src/catalogue/index.ts';
import { type MetricDefinition, type Report, type ReportMetric, WITHIN_PERIOD } from '../src/catalogue/types.ts';
import { unmappedColumn, usage } from '../src/catalogue/usage.ts';

/** The text of METRICS.md. */
export function metricsPage(): string {
  return [
    '<!-- Generated from src/catalogue by `npm run generate`. -->',
    '# Metrics',
    `${reports.length} reports, ${reports.flatMap(columnsOf).length} columns. Every metric of a report also carries \`report_date\`, and is there once more as \`<name>_latest\` without it: the value on the report's newest date.`,
    ...products.flatMap(({ name, title }) => [
      `## ${title}`,
      ...reports.filter(({ product }) => product === name).flatMap(toSection),
    ]),
    '## Change',
    'Of every daily column marked *judged* above; labels `report`, `column`, and `item` where there is one.',
    toDefinitions(Object.values(usage)),
    '## Columns nobody knows yet',
    'Labels `report`, `column`, `report_date`; `item` and `report_period` where they tell values apart.',
    toDefinitions([unmappedColumn]),
    '## Health',
    'Label `report`, unless the help says otherwise.',
    toDefinitions(Object.values(health)),
  ]
    .join('\n\n')
    .concat('\n');
}

function toSection(report: Report): readonly string[] {
  const facts = [
    report.kind === 'daily' ? 'a value per report date' : 'a value per period, dated by the refresh date',
    report.versions.includes('v1.0') ? 'v1.0' : 'beta only',
    ...(report.lifecycle === 'retired'
      ? ['of a retired product: empty files are normal']
      : [`stale after ${report.staleAfterDays} days`]),
  ];
  return [
    `### ${report.title}`,
    `\`${report.name}\` ([documentation](${report.docs})): ${facts.join('; ')}.`,
    toTable(
      ['metric and labels', 'title', 'unit', 'column', 'help'],
      report.metrics.flatMap((metric) => toRows(report, metric)),
    ),
  ];
}

/** A row per column; what the columns of a metric share stands in the first. */
function toRows(report: Report, metric: ReportMetric): readonly (readonly string[])[] {
  return metric.columns.map((column, index) => {
    const labels = [
      ...Object.entries(column.labels).map(([name, value]) => `${name}="${value}"`),
      ...(report.item ? [report.item.label] : []),
      ...(dependsOnPeriod(report, metric)
        ? [metric.withinPeriod ? `report_period="${WITHIN_PERIOD.slice(1)}"` : 'report_period']
        : []),
    ];
    const notes = [
      ...(report.kind === 'daily' && report.lifecycle === 'active' && trendOf({ metric, column }) === 'activity'
        ? ['judged']
        : []),
      ...(column.versions ? [`${column.versions.join(', ')} only`] : []),
      ...(column.optional ? ['not in every tenant'] : []),
    ];
    return [
      `\`${metric.name}${labels.length > 0 ? `{${labels.join(', ')}}` : ''}\``,
      index === 0 ? metric.title : '',
      index === 0 ? `\`${metric.unit}\`` : '',
      `${column.header}${notes.length > 0 ? ` (*${notes.join(', ')}*)` : ''}`,
      index === 0 ? metric.help : '',
    ];
  });
}

function toDefinitions(definitions: readonly MetricDefinition[]): string {
  return toTable(
    ['metric', 'unit', 'help'],
    definitions.map(({ name, unit, help }) => [`\`${name}\``, `\`${unit}\``, help]),
  );
}

function toTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
