import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { main } from '../support/template.ts';

interface Element {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly defaultValue?: string | boolean;
  readonly constraints?: {
    readonly regex?: string;
    readonly allowedValues?: readonly { readonly label: string; readonly value: string }[];
  };
}

interface Form {
  readonly $schema: string;
  readonly handler: string;
  readonly version: string;
  readonly parameters: {
    readonly basics: readonly Element[];
    readonly steps: readonly { readonly name: string; readonly label: string; readonly elements: readonly Element[] }[];
    readonly outputs: Readonly<Record<string, string>>;
  };
}

const text = readFileSync('infra/createUiDefinition.json', 'utf8');
const form: Form = JSON.parse(text);
const { basics, steps, outputs } = form.parameters;
const elements = [...basics, ...steps.flatMap((step) => step.elements)];

/** https://learn.microsoft.com/azure/azure-resource-manager/managed-applications/create-uidefinition-functions */
const FUNCTIONS = ['basics', 'coalesce', 'concat', 'empty', 'if', 'location', 'or', 'parse', 'split', 'steps'];

it('is of the form that the portal documents', () => {
  expect(form).toMatchObject({
    $schema: 'https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#',
    handler: 'Microsoft.Azure.CreateUIDef',
    version: '0.1.2-preview',
  });
  expect(new Set(elements.map(({ type }) => type))).toEqual(
    new Set(['TextBox', 'InfoBox', 'CheckBox', 'DropDown'].map((type) => `Microsoft.Common.${type}`)),
  );
  expect(elements.filter(({ type, label }) => label === undefined && type !== 'Microsoft.Common.InfoBox')).toEqual([]);
  expect(new Set(elements.map(({ name }) => name)).size).toBe(elements.length);
});

it('gives parameters of the template only, and each that has no default', () => {
  const required = Object.entries(main.parameters).filter(
    ([, { defaultValue, nullable }]) => defaultValue === undefined && nullable !== true,
  );

  expect(Object.keys(outputs).filter((name) => main.parameters[name] === undefined)).toEqual([]);
  expect(Object.keys(outputs)).toEqual(expect.arrayContaining(required.map(([name]) => name)));
});

it('asks only for elements that there are, by functions that the portal has', () => {
  const expressions = [...text.matchAll(/"(\[.*\])"/g)].map(([, expression = '']) => expression);
  const asked = expressions.flatMap((expression) => [
    ...[...expression.matchAll(/steps\('(\w+)'\)\.(\w+)/g)].map(([, step, name]) => `${step}.${name}`),
    ...[...expression.matchAll(/basics\('(\w+)'\)/g)].map(([, name]) => `basics.${name}`),
  ]);
  const there = [
    ...basics.map(({ name }) => `basics.${name}`),
    ...steps.flatMap((step) => step.elements.map(({ name }) => `${step.name}.${name}`)),
  ];
  const called = expressions.flatMap((expression) => [...expression.matchAll(/(\w+)\(/g)].map(([, name]) => name));

  expect(asked.filter((name) => !there.includes(name))).toEqual([]);
  expect(there.filter((name) => !asked.includes(name) && name !== 'exporter.afterwards')).toEqual([]);
  expect(called.filter((name) => !FUNCTIONS.includes(name ?? ''))).toEqual([]);
});

it('begins with the defaults of the template, and offers nothing that it refuses', () => {
  for (const { name, defaultValue, constraints } of elements) {
    const parameter = main.parameters[name];
    const choices = constraints?.allowedValues ?? [];
    const first = choices.find(({ label }) => label === defaultValue)?.value ?? defaultValue;
    if (parameter?.defaultValue !== undefined && defaultValue !== undefined) expect(first).toBe(parameter.defaultValue);
    if (parameter?.allowedValues !== undefined)
      expect(parameter.allowedValues).toEqual(expect.arrayContaining(choices.map(({ value }) => value)));
  }
});

it.each([
  ['environmentName', ['prod', 'a'.repeat(64)], ['', 'a b', 'a'.repeat(65)]],
  ['reports', ['', 'teams', 'teams,outlook_mail'], ['teams, outlook', 'a"b']],
  ['alertEmailAddresses', ['', 'a@example.net', 'a@example.net,b@example.net'], ['a', 'a@b, c@d']],
  ['graphApplicationId', ['', '88888888-8888-8888-8888-888888888888'], ['exporter', '8888']],
  ['grafanaAdminPrincipalId', ['', '33333333-3333-3333-3333-333333333333'], ['me@example.net']],
])('%s takes what it should', (name, right, wrong) => {
  const regex = new RegExp(elements.find((element) => element.name === name)?.constraints?.regex ?? 'none');

  expect(right.filter((value) => !regex.test(value))).toEqual([]);
  expect(wrong.filter((value) => regex.test(value))).toEqual([]);
});
