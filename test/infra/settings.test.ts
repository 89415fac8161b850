import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FLEET_SETTINGS } from '../../src/settings/fleet-schema.ts';
import { SETTINGS } from '../../src/settings/schema.ts';
import { main, snapshotOf } from '../support/template.ts';

const page = await readFile('docs/configuration.md', 'utf8');
const { outputs } = snapshotOf('app-settings');
const chosen = Object.keys(main.definitions.exporterSettings?.properties ?? {});
const derived = ['everything', 'manySmall', 'manyByPool'].flatMap((name) => Object.keys(settingsOf(name)));

/** No app setting: of the standalone server, and of credentials that a managed identity has no use for. */
const ELSEWHERE = ['HOST', 'PORT', 'WEB_CONFIG_FILE', 'AZURE_TENANT_ID'];

/** Of many tenants; an app of one has none of them. */
const OF_MANY_TENANTS = Object.keys(FLEET_SETTINGS.entries);

/** Credentials of the application of many tenants where there is no managed identity. */
const WITHOUT_IDENTITY = ['GRAPH_CLIENT_CERTIFICATE_PATH', 'GRAPH_CLIENT_SECRET'];

/** Settings that libraries read. */
const OF_LIBRARIES = ['AZURE_CLIENT_ID', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS'];

/** Read by the host and by libraries for it: a closed list. */
const OF_THE_PLATFORM = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'AzureFunctionsJobHost__extensionBundle__id',
  'AzureFunctionsJobHost__extensionBundle__version',
  'AzureFunctionsJobHost__extensions__queues__batchSize',
  'AzureFunctionsJobHost__extensions__queues__newBatchThreshold',
  'AzureWebJobsDisableHomepage',
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__queueServiceUri',
];

it('the app settings in Bicep are the settings of the exporter', () => {
  const names = [...derived, ...chosen].filter((name) => !OF_THE_PLATFORM.includes(name));
  const all = new Set(names.filter((name) => !OF_LIBRARIES.includes(name)));

  expect([...new Set([...all, ...ELSEWHERE, ...WITHOUT_IDENTITY])].toSorted()).toEqual(
    Object.keys(SETTINGS.entries).toSorted(),
  );
  expect(OF_LIBRARIES.filter((name) => !names.includes(name) || !page.includes(name))).toEqual([]);
});

it('the settings that the platform reads are a closed list, and each is explained', () => {
  const names = derived.filter((name) => !Object.keys(SETTINGS.entries).includes(name) && !OF_LIBRARIES.includes(name));

  expect([...new Set(names)].toSorted()).toEqual(OF_THE_PLATFORM.toSorted());
  expect(names.filter((name) => !page.includes(name))).toEqual([]);
});

describe('the app settings', () => {
  it.each(Object.keys(outputs))('of %s are each there once, and none is empty', (name) => {
    const settings = listOf(name);

    expect(new Set(settings.map((setting) => setting.name)).size).toBe(settings.length);
    expect(settings.filter(({ value }) => value === '')).toEqual([]);
  });

  it('are derived where nothing is chosen', () => {
    expect(settingsOf('least')).toMatchObject({
      COLLECT_SCHEDULE: '0 34 * * * *',
      HTTP_AUTH: 'function',
      OTEL_METRICS_EXPORTER: 'prometheus',
      OTEL_SERVICE_NAME: 'func-usage',
    });
    expect(settingsOf('everything')).toMatchObject({
      HTTP_AUTH: 'anonymous',
      OTEL_METRICS_EXPORTER: 'prometheus,prometheus_remote_write,azure_monitor',
      PROMETHEUS_REMOTE_WRITE_URL: 'https://dce.example.net/api/v1/write',
    });
  });

  it('that are chosen win over those that are derived', () => {
    expect(settingsOf('chosen')).toMatchObject({
      REPORTS: 'teams',
      COLLECT_SCHEDULE: '0 0 6 * * *',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_SERVICE_NAME: 'usage',
      GRAPH_ENDPOINT: 'https://dod-graph.microsoft.us',
      PROMETHEUS_REMOTE_WRITE_URL: 'https://prometheus.example.net/api/v1/write',
    });
    expect(settingsOf('chosen')).not.toHaveProperty('WINDOW_DAYS');
    // What the platform needs wins over both.
    expect(settingsOf('chosen')).toMatchObject({ AzureWebJobsDisableHomepage: 'true' });
  });

  it('of many tenants name the application, the queue and what its triggers take, and no tenant', () => {
    expect(settingsOf('many')).toMatchObject({
      TENANTS: 'store',
      TENANT_DISPATCH: 'queue',
      GRAPH_CLIENT_ID: 'the-application',
      AzureFunctionsJobHost__extensionBundle__id: 'Microsoft.Azure.Functions.ExtensionBundle',
      AzureFunctionsJobHost__extensionBundle__version: '[4.0.0, 5.0.0)',
      AzureWebJobsStorage__queueServiceUri: 'https://queues.example.net/',
    });
    for (const name of ['TENANT_ID', 'COLLECT_SCHEDULE', 'AzureFunctionsJobHost__extensions__queues__batchSize'])
      expect(settingsOf('many')).not.toHaveProperty(name);
  });

  it('of many tenants go by the memory of an instance, and name the tenant of /metrics where that is chosen', () => {
    expect(settingsOf('manySmall')).toMatchObject({
      TENANT_ID: 'contoso',
      PLAN_SCHEDULE: '0 */10 * * * *',
      AzureFunctionsJobHost__extensions__queues__batchSize: '1',
      AzureFunctionsJobHost__extensions__queues__newBatchThreshold: '1',
    });
  });

  it('of many tenants that a timer pulls by itself know no queue', () => {
    expect(settingsOf('manyByPool')).toMatchObject({ TENANTS: 'store', TENANT_DISPATCH: 'pool' });
    expect(Object.keys(settingsOf('manyByPool')).filter((name) => /queue|extension/i.test(name))).toEqual([]);
  });

  it('of one tenant know nothing of many', () => {
    for (const name of ['least', 'everything', 'chosen', 'named'])
      expect(Object.keys(settingsOf(name)).filter((key) => OF_MANY_TENANTS.includes(key))).toEqual([]);
  });

  it('leave a service.name among the attributes its say', () => {
    expect(settingsOf('named')).not.toHaveProperty('OTEL_SERVICE_NAME');
  });

  it.each([
    ['least', undefined],
    ['government', 'https://graph.microsoft.us'],
    ['china', 'https://microsoftgraph.chinacloudapi.cn'],
  ])('of %s lead to Graph of the cloud', (name, endpoint) => {
    expect(settingsOf(name).GRAPH_ENDPOINT).toBe(endpoint);
  });
});

function settingsOf(name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(listOf(name).map((setting) => [setting.name, setting.value]));
}

function listOf(name: string): readonly { readonly name: string; readonly value: string }[] {
  const output = outputs[name];
  return Array.isArray(output) ? output : [];
}
