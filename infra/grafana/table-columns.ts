import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { type Steps, toThresholds } from './looks.ts';

const TIME_RANGE = ['$', '{__url_time_range}'].join('');

interface ColumnLooks {
  readonly unit?: string;
  readonly decimals?: number;
  readonly width?: number;
  readonly steps?: Steps;
  readonly mappings?: readonly dashboard.ValueMapping[];
  /** The dashboard a value leads to, with its variables where it has to be told them. */
  readonly link?: string;
  /** Whether a long text has several lines, as on a phone. */
  readonly isWrapped?: boolean;
}

interface Override {
  readonly matcher: { readonly id: string; readonly options: string };
  readonly properties: dashboard.DynamicConfigValue[];
}

/** How a column of a table is called and drawn. Each has thresholds of its own, or is not coloured. */
export function column(name: string, title: string, looks: ColumnLooks): Override {
  const { unit, decimals, width, steps, mappings, link, isWrapped } = looks;
  const isColoured = steps !== undefined || mappings !== undefined;
  const options = {
    displayName: title,
    unit,
    decimals,
    mappings,
    'custom.width': width,
    'custom.wrapText': isWrapped,
    thresholds: steps && toThresholds(steps).build(),
    'custom.cellOptions': isColoured ? { type: 'color-text' } : undefined,
    links: link && [{ title: 'Board', url: `/d/${link}${link.includes('?') ? '&' : '?'}${TIME_RANGE}` }],
  };
  return { matcher: { id: 'byName', options: name }, properties: toProperties(options) };
}

/** As it was spelt before Grafana 12, and since. */
const HIDDEN = { 'custom.hidden': true, 'custom.hideFrom': { viz: true, legend: true, tooltip: true } };

/** A column that only links read. */
export function hidden(name: string): Override {
  return { matcher: { id: 'byName', options: name }, properties: toProperties(HIDDEN) };
}

/** The order of columns, and those left out. */
export function organize(order: readonly string[], leftOut: readonly string[] = []): dashboard.DataTransformerConfig {
  const indexByName = Object.fromEntries(order.map((name, index) => [name, index]));
  const excludeByName = Object.fromEntries(leftOut.map((name) => [name, true]));
  return { id: 'organize', options: { excludeByName, indexByName } };
}

function toProperties(options: Readonly<Record<string, unknown>>): dashboard.DynamicConfigValue[] {
  return Object.entries(options).flatMap(([id, value]) => (value === undefined ? [] : [{ id, value }]));
}
