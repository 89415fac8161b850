import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { ReportMetric } from '../../src/catalogue/types.ts';
import { LOW_TENANT } from '../../src/history/drops/constants.ts';

export const HEIGHT = 8;
const STAT_HEIGHT = 4;

export interface PanelText {
  readonly title: string;
  readonly description: string;
  /** The alert whose runbook says what to do about what the panel shows. */
  readonly runbook?: string;
}

/** A query in the language of its data source. */
export interface Target {
  readonly datasource: common.DataSourceRef;
  readonly query: cog.Builder<cog.Dataquery>;
  /** A row per value, where others answer with a series per value. */
  readonly isRows?: boolean;
}

/** Colours from a value on; the first from nothing on. */
export type Steps = readonly (readonly [from: number | null, color: string])[];

/** Lines over time, with a legend where there are several. */
export function linesPanel({ title, description }: PanelText, { datasource, query }: Target, unit: string) {
  return new timeseries.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(datasource)
    .height(HEIGHT)
    .span(12)
    .unit(unit)
    .min(0)
    .drawStyle(common.GraphDrawStyle.Line)
    .showPoints(common.VisibilityMode.Always)
    .fillOpacity(10)
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi))
    .withTarget(query);
}

export function legend(isShown: boolean) {
  return new common.VizLegendOptionsBuilder().showLegend(isShown).displayMode(common.LegendDisplayMode.List);
}

/** One number, or one per series. */
export function statPanel(
  { title, description, runbook }: PanelText,
  { datasource, query, isRows = false }: Target,
  unit: string,
  steps: Steps = [[null, 'text']],
) {
  return new stat.PanelBuilder()
    .title(title)
    .description(description)
    .links(linksTo(runbook))
    .datasource(datasource)
    .height(STAT_HEIGHT)
    .span(6)
    .unit(unit)
    .reduceOptions(reduce(isRows))
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Value)
    .thresholds(toThresholds(steps))
    .withTarget(query);
}

/** A bar per series. */
export function barsPanel(
  { title, description, runbook }: PanelText,
  { datasource, query, isRows = false }: Target,
  unit: string,
) {
  return new bargauge.PanelBuilder()
    .title(title)
    .description(description)
    .links(linksTo(runbook))
    .datasource(datasource)
    .height(HEIGHT)
    .span(12)
    .unit(unit)
    .min(0)
    .reduceOptions(reduce(isRows))
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .withTarget(query);
}

/** A bar per quotient of change; twice as much as usual fills it. */
export function changePanel(text: PanelText, target: Target) {
  return barsPanel(text, target, 'percentunit')
    .span(24)
    .max(2)
    .thresholds(
      toThresholds([
        [null, 'red'],
        [LOW_TENANT, 'yellow'],
        [0.9, 'green'],
      ]),
    );
}

export function tablePanel({ title, description, runbook }: PanelText, { datasource, query }: Target, unit: string) {
  return new table.PanelBuilder()
    .title(title)
    .description(description)
    .links(linksTo(runbook))
    .datasource(datasource)
    .height(2 * HEIGHT)
    .span(12)
    .unit(unit)
    .withTarget(query);
}

/** `runbooks` is a variable of every dashboard. */
function linksTo(runbook: string | undefined) {
  if (runbook === undefined) return [];
  return [
    new dashboard.DashboardLinkBuilder(`Runbook of ${runbook}`)
      .type(dashboard.DashboardLinkType.Link)
      .url(['$', '{runbooks}', runbook, '.md'].join(''))
      .targetBlank(true),
  ];
}

function reduce(isRows: boolean) {
  return new common.ReduceDataOptionsBuilder().values(isRows).calcs(['lastNotNull']);
}

function toThresholds(steps: Steps) {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(steps.map(([value, color]) => ({ value, color })));
}

/** https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit */
export function toUnit({ unit }: ReportMetric): string {
  return { By: 'bytes', s: 's' }[unit] ?? 'short';
}
