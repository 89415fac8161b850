import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import { PROMETHEUS } from './board.ts';
import type { Target } from './panels.ts';
import { organize } from './table-columns.ts';

/** Several queries as one table: a row for each combination of their labels, and a column of its name for each. */
export function asColumns(
  queries: Readonly<Record<string, string>>,
  order: readonly string[],
  leftOut: readonly string[] = [],
): Target {
  const named = Object.entries(queries).map(([name, query]) => `label_replace(${query}, "Column", "${name}", "", "")`);
  return byColumn(named.join(' or '), order, leftOut);
}

/** The same, of a query whose label `Column` says which column a value is in. */
export function byColumn(query: string, order: readonly string[], leftOut: readonly string[] = []): Target {
  return {
    datasource: PROMETHEUS,
    queries: [new prometheus.DataqueryBuilder().expr(query).instant().refId('A')],
    transformations: [
      { id: 'labelsToFields', options: { valueLabel: 'Column' } },
      { id: 'merge', options: {} },
      organize([...order, 'tenant'], ['Time', ...leftOut]),
    ],
  };
}

/** A label under the name that its column has. */
export function nameLabel(name: string, label: string, query: string): string {
  return `label_replace(${query}, "${name}", "$1", "${label}", "(.*)")`;
}

export function sortedBy(target: Target, field: string, desc = false): Target {
  const sort = { id: 'sortBy', options: { sort: [{ field, desc }] } };
  return { ...target, transformations: [...(target.transformations ?? []), sort] };
}
