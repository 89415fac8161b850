import { fleet } from '../src/catalogue/fleet.ts';
import { health } from '../src/catalogue/health.ts';
import { products, reports } from '../src/catalogue/index.ts';
import {
  type MetricDefinition,
  type Product,
  type Report,
  type ReportMetric,
  WITHIN_PERIOD,
} from '../src/catalogue/types.ts';
import { tenantActivity, unmappedColumn, usage } from '../src/catalogue/usage.ts';
import { columnsOf, dependsOnPeriod, trendOf } from '../src/report/columns.ts';
import { EXAMPLES } from './metrics-examples.ts';

/** The text of METRICS.md. */
export function metricsPage(): string {
  return [
    '<!-- Generated from src/catalogue by `npm run generate`. -->',
    '# Metrics',
    `${reports.length} reports, ${reports.flatMap(columnsOf).length} columns. Every metric of a report also carries \`report_date\`, and is there once more as \`<name>_latest\` without it: the value on the report's newest date. The [guide](metrics-guide.md) says what the metrics have in common.`,
    toIndex(),
    ...products.flatMap((product) => [
      `## ${product.title}`,
      `\`REPORTS=${product.name}\`. For example, ${EXAMPLES[product.name]?.join(':\n\n```promql\n')}\n\`\`\``,
      ...reportsIn(product).flatMap(toSection),
    ]),
    '## Drops',
    'Of every daily column marked *judged* above; labels `report`, `column`, and `item` where there is one. For example, what has dropped:\n\n```promql\nm365_usage_drop_score >= 1\n```',
    toDefinitions([...Object.values(usage), tenantActivity]),
    '## Unmapped columns',
    'Labels `report`, `column`, `report_date`; `item` and `report_period` where they tell values apart.',
    toDefinitions([unmappedColumn]),
    '## Health',
    'Label `report`, unless the help says otherwise. For example, the reports whose last pull failed, with the reason:\n\n```promql\nm365_report_failure\n```',
    toDefinitions(Object.values(health)),
    '## Many tenants',
    'Of a process that serves many (`TENANTS`), at `/metrics/_fleet`; label `tenant`, unless the help says otherwise. For example, the tenants that need attention:\n\n```promql\nm365_tenant_state{state!~"healthy|new|disabled"}\n```',
    toDefinitions(Object.values(fleet)),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What each heading has below it, retired products last as in the catalogue. */
function toIndex(): string {
  const rows = products.map((product) => {
    const inIt = reportsIn(product);
    const names = new Set(inIt.flatMap(({ metrics }) => metrics.map(({ name }) => name)));
    return [toLink(product.title), `\`${product.name}\``, String(inIt.length), String(names.size)];
  });
  const others = ['Drops', 'Unmapped columns', 'Health', 'Many tenants'].map((title) => [toLink(title), '', '', '']);
  return toTable(['product', '`REPORTS`', 'reports', 'metrics'], [...rows, ...others]);
}

/** As GitHub makes an anchor of a heading. */
function toLink(title: string): string {
  return `[${title}](#${title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')})`;
}

function reportsIn({ name }: Product): readonly Report[] {
  return reports.filter(({ product }) => product === name);
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
