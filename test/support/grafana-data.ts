import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describeWithout } from './programs.ts';

/** `@grafana/data` has 177 MB, so it lives in a folder of its own, which CI installs. */
const FOLDER = new URL('../grafana-data/', import.meta.url);

/** `describe` for tests with Grafana's own code: skipped, loudly, where it is not installed, but never in CI. */
export function describeWithGrafana(...programs: readonly string[]) {
  const isThere = existsSync(new URL('node_modules/@grafana/data/package.json', FOLDER));
  return describeWithout(isThere ? [] : ['@grafana/data (npm ci --prefix test/grafana-data)'], programs);
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly values: readonly unknown[];
  readonly config: { readonly thresholds?: { readonly steps: readonly { readonly value: number }[] } };
}

export interface Frame {
  readonly fields: readonly Field[];
  readonly length: number;
}

/** A panel's JSON, as far as the library takes it. */
export interface PanelModel {
  readonly transformations?: readonly unknown[];
  readonly fieldConfig?: { readonly defaults: object };
  readonly options?: { readonly reduceOptions?: object };
}

export interface Shown {
  readonly frames: readonly Frame[];
  /** What a legend or a table's head calls each field that is no time. */
  readonly names: readonly string[];
  /** What a panel of single values says. */
  readonly texts: readonly string[];
}

/** What is used of it: https://github.com/grafana/grafana/tree/main/packages/grafana-data */
interface Library {
  readonly createDataFrame: (frame: object) => object;
  readonly transformDataFrame: (transformations: readonly unknown[], frames: readonly object[]) => object;
  readonly applyFieldOverrides: (options: object) => readonly Frame[];
  readonly getFieldDisplayName: (field: Field, frame: Frame, all: readonly Frame[]) => string;
  readonly getFieldDisplayValues: (options: object) => readonly { readonly display: { readonly text: string } }[];
  readonly createTheme: () => object;
  readonly standardTransformers: Readonly<Record<string, Registered>>;
  readonly standardTransformersRegistry: Registry;
  readonly standardFieldConfigEditorRegistry: Registry;
  readonly [processor: `${string}OverrideProcessor`]: unknown;
}

interface Registered {
  readonly id: string;
  readonly [more: string]: unknown;
}

interface Registry {
  readonly setInit: (init: () => readonly Registered[]) => void;
}

/** From the frames of a panel's query to what it shows, as Grafana's own library applies transformations and field options. */
export async function openGrafana() {
  const require = createRequire(new URL('package.json', FOLDER));
  const library: Library = require('@grafana/data');
  // Its transformations look there for what only a page has; before it is loaded, it would be taken for one.
  Reflect.set(globalThis, 'window', globalThis);
  const { lastValueFrom, map } = require('rxjs');
  const operator = (options: Partition) =>
    map((frames: readonly Frame[]) => frames.flatMap((one) => byValues(one, options)));
  register(library, { id: 'partitionByValues', name: 'Partition by values', defaultOptions: {}, operator });
  const common = { replaceVariables: withLabels, theme: library.createTheme(), timeZone: 'utc' };

  return async ({ transformations = [], fieldConfig, options }: PanelModel, raw: readonly object[]): Promise<Shown> => {
    const data = await lastValueFrom(library.transformDataFrame(transformations, raw.map(library.createDataFrame)));
    const shared = { ...common, fieldConfig: { overrides: [], defaults: {}, ...fieldConfig } };
    const registry = library.standardFieldConfigEditorRegistry;
    const frames = library.applyFieldOverrides({ ...shared, data, fieldConfigRegistry: registry });
    const { reduceOptions } = options ?? {};
    const values = reduceOptions ? library.getFieldDisplayValues({ ...shared, data: frames, reduceOptions }) : [];
    const named = frames.flatMap((frame) => frame.fields.filter(isNoTime).map((field) => [field, frame] as const));
    return {
      frames,
      names: named.map(([field, frame]) => library.getFieldDisplayName(field, frame, frames)),
      texts: values.map(({ display }) => display.text),
    };
  };
}

interface Scope {
  readonly __dataContext?: {
    readonly value: { readonly field: { readonly labels?: Readonly<Record<string, string>> } };
  };
}

/** The one kind of variable that is left in the options of a field. */
function withLabels(text: string, scope?: Scope): string {
  const labels = scope?.__dataContext?.value.field.labels ?? {};
  return text.replaceAll(/\$\{__field\.labels\.(\w+)\}/g, (_, name: string) => labels[name] ?? '');
}

export function isNoTime({ type }: Field): boolean {
  return type !== 'time';
}

interface Partition {
  readonly fields: readonly string[];
}

/**
 * The one transformation that the library does not hold, as its page describes it: a frame for each value of a field,
 * which becomes a label of the others.
 *
 * @see https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/transform-data/#partition-by-values
 */
function byValues(frame: Frame, { fields: [key = ''] }: Partition): readonly Frame[] {
  const keys = frame.fields.find(({ name }) => name === key)?.values;
  if (keys === undefined) return [frame];
  return [...Map.groupBy(keys.keys(), (row) => String(keys[row]))].map(([value, rows]) => ({
    ...frame,
    length: rows.length,
    fields: frame.fields
      .filter(({ name }) => name !== key)
      .map((field) => ({
        ...field,
        values: rows.map((row) => field.values[row]),
        labels: { [key]: value },
        state: undefined,
      })),
  }));
}

/** What a Grafana registers at its start: the field options that the boards use, and the transformations. */
function register(library: Library, partition: Registered): void {
  const editor = () => null;
  library.standardFieldConfigEditorRegistry.setInit(() =>
    Object.entries(OPTIONS).map(([id, kind]) => ({
      id,
      path: id,
      name: id,
      editor,
      override: editor,
      process: library[`${kind}OverrideProcessor`],
      settings: { expandTemplateVars: true },
      shouldApply: () => true,
    })),
  );
  // Two names of the library stand for one transformation.
  const all = new Map([...Object.values(library.standardTransformers), partition].map((one) => [one.id, one]));
  library.standardTransformersRegistry.setInit(() =>
    [...all.values()].map((one) => ({ id: one.id, name: one.id, transformation: async () => one, editor })),
  );
}

/** Each field option and what processes it. */
const OPTIONS = {
  unit: 'string',
  min: 'number',
  decimals: 'number',
  displayName: 'displayName',
  noValue: 'string',
  links: 'dataLinks',
  mappings: 'valueMappings',
  thresholds: 'thresholds',
} as const;
