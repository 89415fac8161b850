import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FLEET_SETTINGS } from '../../src/settings/fleet-schema.ts';
import { SETTINGS } from '../../src/settings/schema.ts';
import { main, snapshotOf } from '../support/template.ts';

const page = await readFile('docs/configuration.md', 'utf8');
const { outputs } = snapshotOf('app-settings');
const chosen = Object.keys(main.definitions.exporterSettings?.properties ?? {});
const derived = Object.keys(settingsOf('everything'));

/** No app setting: of the standalone server, and of credentials that a managed identity has no use for. */
const ELSEWHERE = ['HOST', 'PORT', 'WEB_CONFIG_FILE', 'AZURE_TENANT_ID'];

/** Of many tenants. */
const OF_MANY_TENANTS = Object.keys(FLEET_SETTINGS.entries);

/** Settings that libraries read. */
const OF_LIBRARIES = ['AZURE_CLIENT_ID', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS'];

/** Read by the host and by libraries for it: a closed list. */
const OF_THE_PLATFORM = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'AzureWebJobsDisableHomepage',
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
];

it('the app settings in Bicep are the settings of the exporter', () => {
  const names = [...derived, ...chosen].filter((name) => !OF_THE_PLATFORM.includes(name));
  const all = new Set(names.filter((name) => !OF_LIBRARIES.includes(name)));

  expect([...new Set([...all, ...ELSEWHERE, ...OF_MANY_TENANTS])].toSorted()).toEqual(
    Object.keys(SETTINGS.entries).toSorted(),
  );
  expect(OF_LIBRARIES.filter((name) => !names.includes(name) || !page.includes(name))).toEqual([]);
});

it('the settings that the platform reads are a closed list, and each is explained', () => {
  const names = derived.filter((name) => !Object.keys(SETTINGS.entries).includes(name) && !OF_LIBRARIES.includes(name));

  expect(names.toSorted()).toEqual(OF_THE_PLATFORM.toSorted());
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
