import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A template of Resource Manager as Bicep compiles it; of its parts only those that tests look at. */
export interface Template {
  readonly metadata: { readonly name?: string; readonly description?: string };
  readonly definitions: Readonly<Record<string, Definition>>;
  readonly parameters: Readonly<Record<string, Described>>;
  readonly outputs?: Readonly<Record<string, Described & { readonly value: string }>>;
  readonly resources: Readonly<Record<string, Resource>>;
}

interface Described {
  readonly metadata?: { readonly description?: string };
  readonly defaultValue?: unknown;
  readonly nullable?: boolean;
  readonly allowedValues?: readonly unknown[];
}

interface Definition {
  readonly type: string;
  readonly properties?: Readonly<Record<string, object>>;
}

interface Resource {
  readonly type: string;
  readonly name?: string;
  readonly scope?: string;
  readonly condition?: string;
  readonly properties?: { readonly template?: Template };
}

/** What would be deployed, as far as it can be known without Azure: text between brackets is an expression that is left. */
export interface Snapshot {
  readonly predictedResources: readonly Predicted[];
  readonly diagnostics: readonly unknown[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface Predicted {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, unknown>>;
}

export const main: Template = JSON.parse(readFileSync('infra/main.json', 'utf8'));

/** The nested templates of main.bicep by the name of the module. */
export const modules: Readonly<Record<string, Template>> = Object.fromEntries(
  Object.entries(main.resources).flatMap(([name, { properties }]) =>
    properties?.template === undefined ? [] : [[name, properties.template]],
  ),
);

/** Of every file of parameters of main.bicep. */
export const snapshotNames = globSync('test/infra/snapshots/*.bicepparam')
  .map((file) => basename(file, '.bicepparam'))
  .filter((name) => name !== 'app-settings')
  .toSorted();

/** What test/infra/snapshots keeps of a file of parameters. */
export function snapshotOf(name: string): Snapshot {
  return JSON.parse(readFileSync(`test/infra/snapshots/${name}.snapshot.json`, 'utf8'));
}

/** The predicted resources of a type. */
export function predicted(name: string, type: string): readonly Predicted[] {
  return snapshotOf(name).predictedResources.filter((resource) => resource.type === type);
}
