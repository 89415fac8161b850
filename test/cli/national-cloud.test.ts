import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { listen } from '../support/loopback.ts';
import { runCli } from '../support/run.ts';

/** A proxy that forbids everything and keeps what was requested of it. */
async function startForbidding() {
  const requested: string[] = [];
  const server = createServer().on('connect', (request, socket) => {
    requested.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  return { origin: `http://127.0.0.1:${await listen(server)}`, requested };
}

it.each([
  ['the cloud of GRAPH_ENDPOINT', {}, 'login.microsoftonline.us'],
  [
    'AZURE_AUTHORITY_HOST',
    { AZURE_AUTHORITY_HOST: 'https://login.partner.microsoftonline.cn' },
    'login.partner.microsoftonline.cn',
  ],
])('every token comes from the authority of %s', async (_, environment, authority) => {
  const proxy = await startForbidding();
  const { status, stdout } = await runCli(['check'], {
    GRAPH_ENDPOINT: 'https://graph.microsoft.us',
    HTTPS_PROXY: proxy.origin,
    AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
    AZURE_TENANT_ID: '00000000-0000-4000-8000-000000000000',
    AZURE_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
    AZURE_CLIENT_SECRET: 'secret',
    HISTORY_STORE: 'blob:usage-reports',
    AzureWebJobsStorage__blobServiceUri: 'https://contoso.blob.core.usgovcloudapi.net',
    OTEL_METRICS_EXPORTER: 'prometheus_remote_write,azure_monitor',
    PROMETHEUS_REMOTE_WRITE_URL: 'https://x.usgovvirginia-1.metrics.ingest.monitor.azure.us/api/v1/write',
    APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=00000000-1111-2222-3333-444444444444',
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD',
    ...environment,
  });

  expect(status).not.toBe(0);
  for (const what of ['Microsoft Graph', 'the blob storage', 'remote write', 'Azure Monitor']) {
    expect(stdout).toContain(`Entra gave no token for ${what}: the proxy ${new URL(proxy.origin).host} returned 403`);
  }
  expect(new Set(proxy.requested)).toEqual(new Set([`${authority}:443`]));
});
