import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConfigError } from '../../../src/errors/errors.ts';
import { SETTINGS } from '../../../src/settings/schema.ts';
import { readSettings, type Settings } from '../../../src/settings/settings.ts';
import type { Environment } from '../../../src/system/environment.ts';
import { oddCell } from '../cells.ts';
import { property } from '../property.ts';

const PLATFORM = [
  ...['AzureWebJobsStorage', 'AzureWebJobsStorage__accountName', 'AzureWebJobsStorage__blobServiceUri'],
  ...['WEBSITE_INSTANCE_ID', 'HTTPS_PROXY', 'http_proxy', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
  ...['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'OTEL_EXPORTER_OTLP_METRICS_PROTOCOL', '__proto__', 'constructor'],
];

const NEAR = [
  ...['all', 'all,-skype', 'all+beta', '-all', 'skipe', 'getTeamsTeamCounts', ',', 'D7', 'D7,D30', 'd7', 'json', '0'],
  ...['731', '732', '-1', '1e3', '0 10 * * * *', '0 0 0 30 2 *', '* * * * *', '*/0 * * * * *', '0-99 * * * * *', '5'],
  ...['0 0 0 29 2 Mon', '0 0 0 * * Mon-Sun', ', , , , , ,', '- - - - - -', 'prometheus', 'otlp,console', 'none,otlp'],
  ...['prometheus_remote_write,azure_monitor', 'a=b', 'a=%E0%A4%A', 'a.b=1,a_b=2', '=', 'https://graph.microsoft.com'],
  ...[
    'http://127.0.0.1:1',
    'https://[::1',
    'https://u:p@h/',
    'http://',
    'grpc',
    '*.office.com',
    '*.com',
    '../x',
    'file:',
  ],
  ...['file:x', 'blob:usage-reports', 'blob:', 'anonymous', '65535', 'debug', 'contoso', 'https://h/api/v1/write'],
];

const settingText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NEAR) },
  { weight: 1, arbitrary: oddCell },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom('*', '0', '5', '59', '31', '*/7', '1-5', '1,2', 'Mon', 'FEB', 'L', '?', '-'), {
        minLength: 5,
        maxLength: 7,
      })
      .map((fields) => fields.join(' ')),
  },
);

const environments: fc.Arbitrary<Environment> = fc
  .array(fc.tuple(fc.constantFrom(...Object.keys(SETTINGS.entries), ...PLATFORM), settingText), { maxLength: 8 })
  .map((pairs) => Object.fromEntries(pairs));

const SECRET = 'hunter2';
const secrets = fc
  .tuple(settingText, fc.constantFrom('Authorization=', 'x=', 'Host=', 'InstrumentationKey=', '=', ''), settingText)
  .map(([before, name, after]) => `${before}${name}${SECRET}${after}`);

const hosts = fc.constantFrom('functions', 'standalone');

export const settingsProperties = [
  property(
    'any environment is settings, or all their problems in sentences that name them',
    fc.record({ environment: environments, host: hosts }),
    ({ environment, host }) => {
      const settings = read(environment, host);
      if (settings instanceof ConfigError) {
        assert.ok(settings.problems.length > 0);
        for (const { setting, sentence } of settings.problems) assert.ok(sentence.startsWith(`${setting} `), sentence);
      } else {
        assert.ok(settings.tenant.reports.length > 0);
        assert.ok(Number.isInteger(settings.tenant.windowDays) && settings.tenant.drops.sensitivity > 0);
      }
    },
  ),
  property(
    'no problem with the settings repeats a key',
    fc.record({ environment: environments, host: hosts, headers: secrets, connection: secrets }),
    ({ environment, host, headers, connection }) => {
      const settings = read(
        {
          ...environment,
          OTEL_METRICS_EXPORTER: 'prometheus_remote_write,azure_monitor',
          PROMETHEUS_REMOTE_WRITE_HEADERS: headers,
          APPLICATIONINSIGHTS_CONNECTION_STRING: connection,
        },
        host,
      );
      if (!(settings instanceof ConfigError)) return;
      const said = [settings.message, settings.stack, JSON.stringify(settings.problems), String(settings.cause)];
      assert.ok(!said.join().includes(SECRET), settings.message);
    },
  ),
];

function read(environment: Environment, host: 'functions' | 'standalone'): Settings | ConfigError {
  try {
    return readSettings(environment, host);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
