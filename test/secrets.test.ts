import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { startAzurite } from './support/azurite.ts';
import { callApp } from './support/call-app.ts';
import { makeCertificate } from './support/certificate.ts';
import { knownTenant } from './support/known-tenant.ts';
import { serveTls } from './support/loopback.ts';
import { describeWith, itOnPosix } from './support/programs.ts';
import { get } from './support/prometheus.ts';
import { type Ended, ended, eventually, freePort, runCli, startProcess, temporaryFolder } from './support/run.ts';
import { type FileOf, respondWithError, startTenant, TOKEN } from './support/tenant.ts';

/** Whatever must not be read anywhere but on the wire. */
const SECRETS = {
  token: TOKEN,
  signature: 'secret-signature',
  identityHeader: 'seeded-identity-header',
  clientSecret: 'seeded-client-secret',
  accountKey: Buffer.from('seeded-account-key').toString('base64'),
  remoteWriteHeader: 'seeded-remote-write-header',
  otlpHeader: 'seeded-otlp-header',
  instrumentationKey: '5eeded00-0000-4000-8000-000000000001',
};

/** All that libraries have to say is said too. */
const LOUD = { LOG_LEVEL: 'debug', AZURE_LOG_LEVEL: 'verbose', OTEL_LOG_LEVEL: 'all' };

describeWith('openssl')('no secret is shown', () => {
  it('by a command, whatever fails', { timeout: 180_000 }, async () => {
    const folder = await temporaryFolder();
    const environment = await unlucky({ HISTORY_STORE: `file:${folder}` });

    for (const command of [['collect'], ['check'], ['metrics'], ['reports'], ['backfill', '--remote-write']]) {
      expect([...command, ...secretsIn(textOf(await runCli(command, environment)))]).toEqual(command);
    }
    expect(secretsIn(await everyFile(folder))).toEqual([]);
  });

  it('by a store that is not there', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}/account`;
    const AzureWebJobsStorage = `DefaultEndpointsProtocol=http;AccountName=account;AccountKey=${SECRETS.accountKey};BlobEndpoint=${endpoint};`;
    const environment = await unlucky({ HISTORY_STORE: 'blob:usage-reports', AzureWebJobsStorage });

    const { status, ...output } = await runCli(['collect'], environment);

    expect(status).toBe(3);
    expect(secretsIn(textOf({ status, ...output }))).toEqual([]);
  });

  itOnPosix('a signal to a child')('by a server, in no response and in no log', async () => {
    const port = await freePort();
    const known = knownTenant();
    const { environment: healthy } = await startTenant(known.fileOf);
    const folder = await temporaryFolder();
    await runCli(['collect'], { ...healthy, HISTORY_STORE: `file:${folder}` });
    const environment = await unlucky({ HISTORY_STORE: `file:${folder}`, PORT: String(port) });
    const server = startProcess(process.execPath, ['dist/cli.js', 'serve'], environment);
    const output = ended(server);
    const origin = `http://127.0.0.1:${port}`;
    await eventually(() => get(`${origin}/metrics`));

    const responses = await Promise.all(['/', '/metrics', '/healthz'].map(async (path) => get(`${origin}${path}`)));
    server.kill('SIGTERM');

    expect(secretsIn(responses.join('\n'))).toEqual([]);
    expect(secretsIn(textOf(await output))).toEqual([]);
  });

  it('by a Function app', async () => {
    const environment = await unlucky({ AzureWebJobsStorage: await startAzurite() });

    const responses = await callApp(['timer:collect', 'http:metrics', 'http:status', 'http:healthz'], environment);

    expect(responses[0]?.error).toContain('failed: ');
    expect(secretsIn(JSON.stringify(responses))).toEqual([]);
  });

  it('and the search finds one', () => {
    expect(secretsIn(`Authorization: Bearer ${TOKEN}`)).toEqual(['token']);
  });
});

/** A tenant where every report fails in a way of its own but one, and exporters without receivers. */
async function unlucky(own: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const known = knownTenant();
  const ways: Readonly<Record<string, FileOf>> = {
    getSkypeForBusinessActivityCounts: () => (request, response) =>
      respondWithError(response, 400, 'BadRequest', `${request.headers.authorization} may not`),
    getSkypeForBusinessOrganizerActivityCounts: () => (request, response) =>
      response.writeHead(429, { 'retry-after': '86400' }).end(`${request.headers.authorization} asks too often`),
    getSkypeForBusinessPeerToPeerActivityCounts: () => (_request, response) =>
      response.writeHead(302, { location: `https://evil.example/?sig=${SECRETS.signature}` }).end(),
    getOffice365ServicesUserCounts: () => (request, _response, redirect) =>
      redirect(`"a","b"\n"${request.headers.authorization}","${SECRETS.signature}"\n`),
  };
  const tenant = await startTenant((report, period) => ways[report]?.(report, period) ?? known.fileOf(report, period));
  const certificate = await makeCertificate();
  const nobody = await serveTls((_request, response) => response.writeHead(401).end('no'), certificate);
  return {
    ...tenant.environment,
    ...LOUD,
    NODE_EXTRA_CA_CERTS: certificate.file,
    IDENTITY_HEADER: SECRETS.identityHeader,
    AZURE_CLIENT_SECRET: SECRETS.clientSecret,
    OTEL_METRICS_EXPORTER: 'prometheus,prometheus_remote_write,otlp,azure_monitor',
    PROMETHEUS_REMOTE_WRITE_URL: `${nobody}/write`,
    PROMETHEUS_REMOTE_WRITE_HEADERS: `Authorization=Bearer%20${SECRETS.remoteWriteHeader}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: nobody,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=${SECRETS.otlpHeader}`,
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${SECRETS.instrumentationKey};IngestionEndpoint=${nobody}`,
    ...own,
  };
}

function secretsIn(text: string): readonly string[] {
  return Object.entries(SECRETS).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));
}

function textOf({ stdout, stderr }: Ended): string {
  return stdout + stderr;
}

async function everyFile(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const bytes = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name))));
  return bytes.map((file) => (file[0] === 0x1f ? gunzipSync(file) : file).toString()).join('\n');
}
