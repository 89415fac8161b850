import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { ReportMetric } from '../../src/catalogue/types.ts';
import { BLUE, NEUTRAL, nothingAs, type Steps, toThresholds } from './looks.ts';
import { column } from './table-columns.ts';

export const HEIGHT = 8;
const STAT_HEIGHT = 4;

export interface PanelText {
  readonly title: string;
  readonly description: string;
  /** The alerts whose runbooks say what to do about what the panel shows. */
  readonly runbooks?: readonly string[];
}

/** Queries in the language of their data source. */
export interface Target {
  readonly datasource: common.DataSourceRef;
  readonly queries: readonly cog.Builder<cog.Dataquery>[];
  /** What makes of the results what is shown. */
  readonly transformations?: readonly dashboard.DataTransformerConfig[];
  /** A row per value, where others return a series per value. */
  readonly isRows?: boolean;
}

/** Lines over time, with a legend where there are several. A weekend without data is a gap, not a line. */
export function linesPanel(text: PanelText, target: Target, unit: string, isMany: boolean) {
  return new timeseries.PanelBuilder()
    .title(text.title)
    .description(describe(text))
    .datasource(target.datasource)
    .targets([...target.queries])
    .transformations([...(target.transformations ?? [])])
    .height(HEIGHT)
    .span(8)
    .unit(unit)
    .min(0)
    .displayName(isMany ? SERIES_NAME : text.title)
    .thresholds(toThresholds(NEUTRAL))
    .mappings(nothingAs('text'))
    .drawStyle(common.GraphDrawStyle.Line)
    .showPoints(common.VisibilityMode.Auto)
    .insertNulls(36 * 3600 * 1000)
    .fillOpacity(isMany ? 0 : 10)
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    )
    .legend(new common.VizLegendOptionsBuilder().showLegend(isMany).displayMode(common.LegendDisplayMode.List));
}

/** https://grafana.com/docs/grafana/latest/panels-visualizations/configure-data-links/#field-variables */
export const SERIES_NAME = '$' + '{__field.labels.series}';

interface StatLooks {
  readonly unit: string;
  readonly steps: Steps;
  /** Whether it says how things are, so that no data is bad news. */
  readonly isHealth?: boolean;
}

/** One number, or one per series. */
export function statPanel(text: PanelText, target: Target, { unit, steps, isHealth = false }: StatLooks) {
  const { datasource, queries, transformations = [], isRows = false } = target;
  return new stat.PanelBuilder()
    .title(text.title)
    .description(describe(text))
    .datasource(datasource)
    .targets([...queries])
    .transformations([...transformations])
    .height(STAT_HEIGHT)
    .span(4)
    .unit(unit)
    .reduceOptions(new common.ReduceDataOptionsBuilder().values(isRows).calcs(['lastNotNull']))
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Value)
    .mappings(nothingAs(isHealth ? 'red' : 'text'))
    .thresholds(toThresholds(steps));
}

/** The newest value of each series, with a line of those before it. */
export function usedPanel(text: PanelText, target: Target, unit: string, isMany: boolean) {
  return statPanel(text, target, { unit: unit === 'short' ? EXACT : unit, steps: BLUE })
    .displayName(isMany ? SERIES_NAME : text.title)
    .graphMode(common.BigValueGraphMode.Area)
    .textMode(isMany ? common.BigValueTextMode.ValueAndName : common.BigValueTextMode.Value)
    .span(isMany ? 24 : 4);
}

/** As a label, and as the column that a query calls so. */
const TENANT = { width: 110 };

export function tablePanel(text: PanelText, { datasource, queries, transformations = [] }: Target) {
  return new table.PanelBuilder()
    .title(text.title)
    .description(describe(text))
    .datasource(datasource)
    .targets([...queries])
    .transformations([...transformations])
    .height(HEIGHT)
    .span(12)
    .thresholds(toThresholds(NEUTRAL))
    .mappings(nothingAs('text'))
    .withOverride(column('tenant', 'Tenant', TENANT))
    .withOverride(column('Tenant', 'Tenant', TENANT));
}

/** Where the runbook is in the repository; who imports a dashboard may make a link of it (import-dashboards.sh does). */
function describe({ description, runbooks = [] }: PanelText): string {
  const places = runbooks.map((name) => `infra/alerts/runbooks/${name}.md`);
  return places.length === 0 ? description : `${description}\n\nWhat to do: ${places.join(', ')}`;
}

/** A number with all its digits, where `short` would say 1.01 K. */
export const EXACT = 'locale';

/** A unit of time would turn many hours into weeks. Grafana puts the space before a suffix. */
const HOURS = 'suffix:h';

/** https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit */
export function toUnit({ unit }: ReportMetric): string {
  return { By: 'bytes', s: HOURS }[unit] ?? 'short';
}
