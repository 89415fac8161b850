import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { SETTINGS } from '../../src/settings.ts';
import { nodesOf, parseBicep } from '../support/bicep.ts';

const main = parseBicep(await readFile('infra/main.bicep', 'utf8'));
const functionApp = parseBicep(await readFile('infra/modules/function-app.bicep', 'utf8'));
const chosen = parseBicep(await readFile('infra/modules/settings.bicep', 'utf8'));
const readme = await readFile('README.md', 'utf8');

/** No app setting: of the standalone server, and of credentials that a managed identity has no use for. */
const ELSEWHERE = ['HOST', 'PORT', 'AZURE_TENANT_ID'];

/** Settings that libraries read. */
const OF_LIBRARIES = ['AZURE_CLIENT_ID', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS'];

it('the app settings in Bicep are the settings of the exporter', () => {
  const names = [
    ...keysOf(functionApp, 'ownSettings'),
    ...keysOf(main, 'derivedSettings'),
    ...keysOf(chosen, 'exporterSettings'),
  ];
  const all = new Set(names.filter((name) => !OF_LIBRARIES.includes(name)));

  expect([...all, ...ELSEWHERE].toSorted()).toEqual(Object.keys(SETTINGS.entries).toSorted());
  expect(OF_LIBRARIES.filter((name) => !names.includes(name) || !readme.includes(name))).toEqual([]);
});

it('the settings that the platform reads are a closed list, and each is explained', () => {
  const names = keysOf(functionApp, 'platformSettings');

  expect(names.filter((name) => !readme.includes(name))).toEqual([]);
  expect(names).toEqual([
    'AzureWebJobsStorage__blobServiceUri',
    'AzureWebJobsStorage__credential',
    'AzureWebJobsStorage__clientId',
    'AzureWebJobsDisableHomepage',
    'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  ]);
});

/** The names in the object of a `var`, or in a `type`. */
function keysOf(root: ReturnType<typeof parseBicep>, name: string): readonly string[] {
  const declarations = [...nodesOf(root, 'variable_declaration'), ...nodesOf(root, 'type_declaration')];
  const declaration = declarations.find(({ text }) => new RegExp(`^(var|type) ${name}\\b`).test(text));
  return [...(declaration?.text.matchAll(/^\s*(?:withManagedPrometheus \? \{ )?(\w+):/gm) ?? [])].map(
    ([, key]) => key ?? '',
  );
}
