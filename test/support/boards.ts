import { toFiles } from '../../infra/grafana/build.ts';
import type { PanelModel } from './grafana-data.ts';
import type { Sample } from './prometheus.ts';

export interface BoardPanel extends PanelModel {
  readonly type: string;
  readonly title: string;
  readonly targets?: readonly { readonly expr?: string; readonly format?: string }[];
  readonly panels?: readonly BoardPanel[];
}

/** What a person has chosen on a board; `to` and `days` are its range. */
export interface View {
  readonly tenant: string;
  readonly instance: string;
  readonly to: number;
  readonly days: number;
}

/** Every panel in PromQL, those in folded rows too, with its query. */
export function metricsPanels() {
  return [...toFiles()].flatMap(([file, text]) => {
    const unfolded: readonly BoardPanel[] = JSON.parse(text).panels;
    return unfolded
      .flatMap((panel) => [panel, ...(panel.panels ?? [])])
      .flatMap((panel) =>
        panel.targets?.[0]?.expr === undefined ? [] : [{ file, panel, expr: panel.targets[0].expr }],
      );
  });
}

/** A query as Grafana sends it; times are in milliseconds. */
export function inGrafana(expr: string, { tenant, instance, to, days }: View): string {
  const values = {
    $tenant: tenant,
    $instance: instance,
    $__range: `${days}d`,
    $__from: String(fromOf({ to, days })),
    $__to: String(to),
  };
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(name, () => value), expr);
}

export function fromOf({ to, days }: Pick<View, 'to' | 'days'>): number {
  return to - days * 86_400_000;
}

/** In frames without a version, which are older, `Time` would be the name of any field of that type. */
const NEW = { meta: { typeVersion: [0, 1] } };

/** The frames that Grafana's Prometheus data source makes of an instant query: one for each series, or one table. */
export function toFrames({ targets }: BoardPanel, samples: readonly Sample[], at: number): readonly object[] {
  const time = (count: number) => ({ name: 'Time', type: 'time', values: Array.from({ length: count }, () => at) });
  if (targets?.[0]?.format !== 'table') {
    return samples.map(({ labels, value }) => ({
      ...NEW,
      fields: [time(1), { name: 'Value', type: 'number', values: [value], labels }],
    }));
  }
  if (samples.length === 0) return [];
  const names = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].toSorted();
  const columns = names.map((name) => ({
    name,
    type: 'string',
    values: samples.map(({ labels }) => labels[name] ?? ''),
  }));
  const values = { name: 'Value', type: 'number', values: samples.map(({ value }) => value) };
  return [{ ...NEW, fields: [time(samples.length), ...columns, values] }];
}
