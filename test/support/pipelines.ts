import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A step of a pipeline, or a hook of azd, that runs text in a shell. */
export interface ShellStep {
  readonly name: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Every shell step of a GitHub workflow, of an Azure pipeline or of azure.yaml, in the order of the text. */
export function shellSteps(file: string): readonly ShellStep[] {
  return stepsIn(parse(readFileSync(file, 'utf8')), file);
}

function stepsIn(node: unknown, name: string): readonly ShellStep[] {
  if (Array.isArray(node)) return node.flatMap((entry) => stepsIn(entry, name));
  if (!isObject(node)) return [];
  const inputs = isObject(node.inputs) ? node.inputs : {};
  const script = node.run ?? node.bash ?? inputs.inlineScript;
  if (typeof script !== 'string') return Object.entries(node).flatMap(([key, entry]) => stepsIn(entry, key));
  return [{ name: String(node.name ?? node.displayName ?? name), script, environment: textsOf(node.env) }];
}

/** With expressions of GitHub, `${{ name }}`, and macros of Azure Pipelines, `$(name)`, replaced. */
export function withValues(
  environment: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const replace = (text: string) =>
    text.replace(/\$\{\{ (\S+) \}\}|\$\((\w+)\)/g, (_all, expression, macro) => {
      const value = values[expression ?? macro];
      if (value === undefined) throw new Error(`no value for ${expression ?? macro}`);
      return value;
    });
  return Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, replace(text)]));
}

function textsOf(node: unknown): Record<string, string> {
  return isObject(node) ? Object.fromEntries(Object.entries(node).map(([name, text]) => [name, String(text)])) : {};
}

function isObject(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null;
}
