import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import { SETTINGS } from '../../src/settings/schema.ts';
import { readSettings, type Settings } from '../../src/settings/settings.ts';
import type { Environment } from '../../src/system/environment.ts';
import { problemsOf } from '../support/problems.ts';

describe('readSettings', () => {
  it('needs no setting at all outside Azure', () => {
    expect(readSettings({}, 'standalone')).toEqual({
      tenant: {
        id: 'default',
        reports: reports.filter(({ versions }) => versions.includes('v1.0')),
        reportPeriod: 'D180',
        wholePeriods: ['D7', 'D30', 'D90', 'D180'],
        windowDays: 30,
        reportFormat: 'csv',
        drops: { sensitivity: 1, ignored: [] },
        pullIntervalHours: 24,
        graphEndpoint: new URL('https://graph.microsoft.com'),
        downloadHosts: ['*.office.com'],
        authorityHost: undefined,
      },
      collectSchedule: '0 10 * * * *',
      exporters: ['prometheus'],
      exportSettings: { otlp: undefined, remoteWrite: undefined, azureMonitor: undefined },
      pushSchedule: '0 */2 * * * *',
      serviceName: undefined,
      resourceAttributes: '',
      historyStore: { kind: 'file', folder: '.data' },
      host: '127.0.0.1',
      port: 9464,
      webConfigFile: undefined,
      logLevel: 'info',
      warnings: [],
    } satisfies Settings);
  });

  it('tells every problem at once, each in a sentence that names the setting and what to use', () => {
    const env = {
      REPORTS: 'getOffice365GroupActivityGroupCounts,skipe',
      REPORT_PERIOD: 'D10',
      WHOLE_PERIODS: 'D7,D8',
      WINDOW_DAYS: '-1',
      COLLECT_SCHEDULE: '10 * * * *',
      PULL_INTERVAL_HOURS: 'daily',
      OTEL_METRICS_EXPORTER: 'prometeus',
      GRAPH_ENDPOINT: 'http://graph.microsoft.com',
      REPORT_DOWNLOAD_HOSTS: '*.com',
      TENANT_ID: '../other',
      HISTORY_STORE: 's3:bucket',
      HTTP_AUTH: 'none',
      PORT: '70000',
      LOG_LEVEL: 'verbose',
    };

    expect(problemsOf(env)).toEqual([
      'REPORTS names "getOffice365GroupActivityGroupCounts", an unknown report or product; did you mean getOffice365GroupsActivityGroupCounts or getOffice365GroupsActivityCounts or getOffice365GroupsActivityFileCounts?',
      'REPORTS names "skipe", an unknown report or product; did you mean skype?',
      'REPORT_PERIOD is "D10"; use one of D7, D30, D90, D180',
      'WHOLE_PERIODS is "D8"; use any of D7, D30, D90, D180',
      'WINDOW_DAYS is "-1"; use a whole number from 0 to 731',
      'COLLECT_SCHEDULE is "10 * * * *"; use six fields, seconds first, UTC, such as 0 10 * * * *',
      'PULL_INTERVAL_HOURS is "daily"; use a whole number from 1 to 168',
      'OTEL_METRICS_EXPORTER is "prometeus"; use any of prometheus, prometheus_remote_write, otlp, azure_monitor, console, none',
      'GRAPH_ENDPOINT is "http://graph.microsoft.com"; use the root of a Graph cloud, such as https://graph.microsoft.com',
      'REPORT_DOWNLOAD_HOSTS is "*.com"; use host names, or *.<domain> with a domain of at least two parts',
      'TENANT_ID is "../other"; use letters, digits, dots, hyphens and underscores',
      'HISTORY_STORE is "s3:bucket"; use blob:<container> or file:<folder>',
      'HTTP_AUTH is "none"; use one of function, anonymous',
      'PORT is 70000; use a whole number from 0 to 65535',
      'LOG_LEVEL is "verbose"; use one of error, warn, info, debug',
    ]);
  });

  it.each([
    ...['REPORTS', 'PORT', 'TENANT_ID', 'HISTORY_STORE', 'AZURE_CLIENT_SECRET', 'HTTPS_PROXY', 'AzureWebJobsStorage'],
    ...['OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE', 'OTEL_EXPORTER_OTLP_CLIENT_KEY'],
    ...['OTEL_EXPORTER_OTLP_HEADERS', 'APPLICATIONINSIGHTS_CONNECTION_STRING', 'PROMETHEUS_REMOTE_WRITE_HEADERS'],
  ])('says of %s that a reference in it was not resolved, or that it is in quotes, and nothing else', (name) => {
    const env = {
      HISTORY_STORE: 'blob:usage-reports',
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      OTEL_METRICS_EXPORTER: 'otlp,azure_monitor,prometheus_remote_write',
      PROMETHEUS_REMOTE_WRITE_URL: 'https://prometheus.example/api/v1/write',
      APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=00000000-1111-2222-3333-444444444444',
    };
    const reference = '(SecretUri=https://secret.vault.azure.net/secrets/x)';

    expect(problemsOf({ ...env, [name]: `@Microsoft.KeyVault${reference}` })).toEqual([
      `${name} is a reference to Key Vault that was not resolved; on Azure check the name of the secret and give the identity in keyVaultReferenceIdentity the role Key Vault Secrets User, elsewhere set the value itself`,
    ]);
    expect(problemsOf({ ...env, [name]: `@Microsoft.AppConfiguration${reference}` })).toEqual([
      `${name} is a reference to App Configuration that was not resolved; on Azure check the key and give the identity of the app the role App Configuration Data Reader, elsewhere set the value itself`,
    ]);
    for (const quoted of ['"secret"', "'secret'", '\u201csecret\u201d', '""']) {
      expect(problemsOf({ ...env, [name]: quoted })).toEqual([
        `${name} is in quotes, which are part of the value where no shell takes them off (docker --env-file, set in cmd); remove them`,
      ]);
    }
  });

  it('does not look at the values of what nothing reads', () => {
    const unresolved = '@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/x)';
    const env = {
      AzureWebJobsStorage: unresolved,
      APPLICATIONINSIGHTS_CONNECTION_STRING: unresolved,
      OTEL_EXPORTER_OTLP_HEADERS: unresolved,
      OF_ANOTHER_PROGRAM: '"quoted"',
    };

    expect(problemsOf(env)).toEqual([]);
  });

  it('tells what is almost the name of a setting that is not there', () => {
    const env = {
      REPORT: 'teams',
      GRAPH_ENDPOINTS: 'x',
      log_level: 'debug',
      AzureWebJobStorage: 'x',
      WINDOWS_DAYS: '7',
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFIKATE: 'x',
    };

    expect(readSettings(env, 'standalone').warnings).toEqual([
      'REPORT is no setting and has no effect; did you mean REPORTS?',
      'GRAPH_ENDPOINTS is no setting and has no effect; did you mean GRAPH_ENDPOINT?',
      'log_level is no setting and has no effect; did you mean LOG_LEVEL?',
      'AzureWebJobStorage is no setting and has no effect; did you mean AzureWebJobsStorage?',
      'WINDOWS_DAYS is no setting and has no effect; did you mean WINDOW_DAYS?',
      'OTEL_EXPORTER_OTLP_CLIENT_CERTIFIKATE is no setting and has no effect; did you mean OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE?',
    ]);
    expect(readSettings({ REPORT: 'teams', REPORTS: 'teams' }, 'standalone').warnings).toEqual([]);
  });

  it.each([
    'HOME',
    'HOSTNAME',
    'PORTS',
    'OTEL_TRACES_EXPORTER',
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'AZURE_ENV_NAME',
  ])('takes %s for no setting', (name) => expect(readSettings({ [name]: 'x' }, 'standalone').warnings).toEqual([]));

  it('counts an empty setting as not set', () => {
    const empty = Object.fromEntries(Object.keys(SETTINGS.entries).map((name) => [name, ' ']));

    expect(readSettings(empty, 'standalone')).toEqual(readSettings({}, 'standalone'));
  });

  it.each<[string, Environment, readonly string[]]>([
    ['prometheus,none', {}, ['OTEL_METRICS_EXPORTER names none beside others; use one or the other']],
    [
      'azure_monitor',
      {},
      [
        'APPLICATIONINSIGHTS_CONNECTION_STRING is needed by azure_monitor; copy it from the Application Insights resource',
      ],
    ],
    [
      'prometheus_remote_write',
      { PROMETHEUS_REMOTE_WRITE_HEADERS: 'Bearer secret' },
      [
        'PROMETHEUS_REMOTE_WRITE_HEADERS is not understood; use name=value, comma-separated and percent-encoded',
        'PROMETHEUS_REMOTE_WRITE_URL is needed by prometheus_remote_write; use the address that takes remote write, such as https://<host>/api/v1/write',
      ],
    ],
    [
      'otlp',
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      ['OTEL_EXPORTER_OTLP_PROTOCOL is "grpc", which is unsupported; use http/protobuf, usually at port 4318'],
    ],
  ])('refuses the exporters %s in %o', (names, env, problems) => {
    expect(problemsOf({ OTEL_METRICS_EXPORTER: names, ...env })).toEqual(problems);
  });

  it.each([
    ['PROMETHEUS_REMOTE_WRITE_URL', 'http://x.eastus-1.metrics.ingest.monitor.azure.com/api/v1/write'],
    ['PROMETHEUS_REMOTE_WRITE_URL', 'https://name:secret@prometheus.example/api/v1/write'],
    ['PROMETHEUS_REMOTE_WRITE_HEADERS', 'x-key=secret%0d%0ax-other: 1'],
    ['PROMETHEUS_REMOTE_WRITE_HEADERS', 'Host=secret'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'InstrumentationKey=00000000-secret'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['PROMETHEUS_REMOTE_WRITE_URL', 'ftp://name:secret@prometheus.example/?secret#secret'],
    ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'name:secret@collector:4318'],
    [
      'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
      'a-secret-of-a-receiver-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-01234',
    ],
  ])('refuses %s=%s of an exporter, and does not repeat a secret', (name, value) => {
    const problems = problemsOf({
      OTEL_METRICS_EXPORTER: 'prometheus_remote_write,otlp,azure_monitor',
      PROMETHEUS_REMOTE_WRITE_URL: 'https://prometheus.example/api/v1/write',
      APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=00000000-1111-2222-3333-444444444444',
      [name]: value,
    });

    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} .+; (use|copy) .+`))]);
    expect(problems.join()).not.toContain('secret');
  });

  it('lets the protocol of metrics go before that of all signals', () => {
    const env = { OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/protobuf', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };

    expect(problemsOf({ OTEL_METRICS_EXPORTER: 'otlp', ...env })).toEqual([]);
  });

  it('reads what the named exporters need, and nothing of the others', () => {
    const env = {
      PROMETHEUS_REMOTE_WRITE_URL: 'https://prometheus.example/api/v1/write',
      PROMETHEUS_REMOTE_WRITE_HEADERS: 'Authorization=Basic%20dXNlcjpwYXNz,x-scope-orgid=a',
      APPLICATIONINSIGHTS_CONNECTION_STRING:
        'InstrumentationKey=00000000-1111-2222-3333-444444444444;IngestionEndpoint=https://x.example/',
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=id;Authorization=AAD',
    };
    const settingsOf = (names: string) =>
      readSettings({ ...env, OTEL_METRICS_EXPORTER: names }, 'standalone').exportSettings;

    expect(settingsOf('prometheus')).toEqual({ remoteWrite: undefined, azureMonitor: undefined });
    expect(settingsOf('azure_monitor,prometheus_remote_write')).toEqual({
      remoteWrite: {
        url: new URL('https://prometheus.example/api/v1/write'),
        headers: { authorization: 'Basic dXNlcjpwYXNz', 'x-scope-orgid': 'a' },
      },
      azureMonitor: { connectionString: env.APPLICATIONINSIGHTS_CONNECTION_STRING, identity: { clientId: 'id' } },
    });
  });

  it.each([
    ['COLLECT_SCHEDULE', '2026-12-01T00:00:00'],
    ['COLLECT_SCHEDULE', '0 0 10 30 2 *'],
    ['COLLECT_SCHEDULE', '0 10 * * * MON#2'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'production'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'a=%zz'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'a.b=1,a_b=2'],
    ['HTTPS_PROXY', 'socks5://name:se/secret@proxy:8080'],
    ['AZURE_TOKEN_CREDENTIALS', 'managed'],
    ['AZURE_AUTHORITY_HOST', 'http://login.microsoftonline.com'],
    ['AZURE_AUTHORITY_HOST', 'login.microsoftonline.com'],
    ['GRAPH_ENDPOINT', 'https://:secret@graph.microsoft.com'],
    ['HISTORY_STORE', 'DefaultEndpointsProtocol=https;AccountKey=secret'],
  ])('refuses %s=%s, and does not repeat a secret', (name, value) => {
    const problems = problemsOf({ [name]: value });

    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} .+; use .+`))]);
    expect(problems.join()).not.toContain('secret');
  });

  it.each([
    ['HTTPS_PROXY', 'proxy:8080', '"proxy:8080"; use the address of a proxy, http://<host>:<port>'],
    [
      'http_proxy',
      'socks5://me:pw@proxy:1080',
      '"socks5://…@proxy:1080"; use the address of a proxy, http://<host>:<port>',
    ],
    [
      'GRAPH_ENDPOINT',
      'https://graph.microsoft.com/v1.0?x=1',
      '"https://graph.microsoft.com/v1.0"; use the root of a Graph cloud, such as https://graph.microsoft.com',
    ],
    ['HISTORY_STORE', 'C:\\data', '"C:\\data"; use blob:<container> or file:<folder>'],
    [
      'AZURE_AUTHORITY_HOST',
      'login.microsoftonline.us',
      '"login.microsoftonline.us"; use https://login.microsoftonline.com or the address of your cloud, with https://',
    ],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'collector:4318',
      '"collector:4318"; use an address of HTTP, such as http://<host>:4318',
    ],
    [
      'PROMETHEUS_REMOTE_WRITE_URL',
      'prometheus/api/v1/write',
      '"prometheus/api/v1/write"; use the address that takes remote write, such as https://<host>/api/v1/write',
    ],
  ])('shows the wrong value: %s=%s', (name, value, rest) => {
    const env = {
      OTEL_METRICS_EXPORTER: 'otlp,prometheus_remote_write',
      PROMETHEUS_REMOTE_WRITE_URL: 'https://prometheus.example/api/v1/write',
    };

    expect(problemsOf({ ...env, [name]: value })).toEqual([`${name} is ${rest}`]);
  });

  it.each(['0 10 * * * *', '0 */30 6-20 * * Mon-Fri', '30 5,35 0 1 Jan *'])('takes the schedule %s', (schedule) => {
    expect(readSettings({ COLLECT_SCHEDULE: schedule }, 'standalone').collectSchedule).toBe(schedule);
  });

  it('exports nothing with none', () => {
    expect(readSettings({ OTEL_METRICS_EXPORTER: 'none' }, 'standalone').exporters).toEqual([]);
  });

  it('takes the tenant from AZURE_TENANT_ID where TENANT_ID is not set', () => {
    expect(readSettings({ AZURE_TENANT_ID: 'entra' }, 'standalone').tenant.id).toBe('entra');
    expect(readSettings({ AZURE_TENANT_ID: 'entra', TENANT_ID: 'own' }, 'standalone').tenant.id).toBe('own');
  });

  it('takes plain http for a loopback Graph only', () => {
    expect(readSettings({ GRAPH_ENDPOINT: 'http://127.0.0.1:8080' }, 'standalone').tenant.graphEndpoint.port).toBe(
      '8080',
    );
  });
});

describe('HISTORY_STORE', () => {
  const key = { AzureWebJobsStorage: 'UseDevelopmentStorage=true' };

  it.each<[string, Environment, Settings['historyStore']]>([
    [
      'a connection string',
      key,
      { kind: 'blob', container: 'usage-reports', account: { connectionString: 'UseDevelopmentStorage=true' } },
    ],
    [
      'the name of an account',
      { AzureWebJobsStorage__accountName: 'contoso' },
      {
        kind: 'blob',
        container: 'usage-reports',
        account: { blobServiceUri: 'https://contoso.blob.core.windows.net', clientId: undefined },
      },
    ],
    [
      'a service address and an identity',
      {
        AzureWebJobsStorage__blobServiceUri: 'https://contoso.blob.core.chinacloudapi.cn',
        AzureWebJobsStorage__clientId: 'id',
      },
      {
        kind: 'blob',
        container: 'usage-reports',
        account: { blobServiceUri: 'https://contoso.blob.core.chinacloudapi.cn', clientId: 'id' },
      },
    ],
  ])('is a container of the host by default on Functions, by %s', (_, env, location) => {
    expect(readSettings(env, 'functions').historyStore).toEqual(location);
  });

  it.each<[Environment, string]>([
    [
      {},
      'HISTORY_STORE is a container, which needs AzureWebJobsStorage or AzureWebJobsStorage__accountName; set one of them',
    ],
    [
      { ...key, HISTORY_STORE: 'blob:Usage_Reports' },
      'HISTORY_STORE is "blob:Usage_Reports"; containers have 3 to 63 lowercase letters, digits and single hyphens',
    ],
    [
      { HISTORY_STORE: 'file:.data', WEBSITE_INSTANCE_ID: '1' },
      'HISTORY_STORE is a folder, but folders of a Function app do not last; use blob:<container>',
    ],
  ])('is refused in %o', (env, problem) => {
    expect(problemsOf(env, 'functions')).toEqual([problem]);
  });
});

describe('local.settings.sample.json', () => {
  it('has every setting, with values that are the defaults', async () => {
    const { Values: values } = JSON.parse(await readFile('local.settings.sample.json', 'utf8'));

    expect(Object.keys(values).filter((name) => name in SETTINGS.entries)).toEqual(Object.keys(SETTINGS.entries));
    expect(readSettings(values, 'functions')).toEqual(
      readSettings({ AzureWebJobsStorage: values.AzureWebJobsStorage }, 'functions'),
    );
  });
});
