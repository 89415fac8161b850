import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOtlpExporter } from '../../src/export/otlp.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { makeCertificate } from '../support/certificate.ts';
import { listen, serveTls } from '../support/loopback.ts';
import { problemsOf } from '../support/problems.ts';
import { describeWith } from '../support/programs.ts';
import { startProxy } from '../support/proxy.ts';
import { startPulls } from '../support/pulls.ts';
import { type Inbox, pushTo, receiver, status } from '../support/receiver.ts';
import { temporaryFolder } from '../support/run.ts';

type Settings = Readonly<Record<string, string>>;

const read = (env: Settings) =>
  readSettings({ OTEL_METRICS_EXPORTER: 'otlp', ...env }, 'standalone').exportSettings.otlp;

describe('the settings of OTLP', () => {
  it.each([
    [{}, 'http://localhost:4318/v1/metrics'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:1' }, 'http://a:1/v1/metrics'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a/otlp/' }, 'http://a/otlp/v1/metrics'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a/otlp?x=y' }, 'http://a/otlp/v1/metrics?x=y'],
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://b/own', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a' }, 'http://b/own'],
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://b' }, 'http://b/'],
  ])('%o lead to %s', (env, url) => {
    expect(read(env)?.url.href).toBe(url);
  });

  it('go before the general ones where they are of metrics; headers are added to each other', () => {
    const general = { HEADERS: 'a=1,b=2', COMPRESSION: 'gzip', TIMEOUT: '20000' };
    const ofMetrics = { HEADERS: 'B=%20x%3Dy,c=d=e', COMPRESSION: 'none', TIMEOUT: '30000' };
    const named = (prefix: string, all: Settings) =>
      Object.fromEntries(Object.entries(all).map(([name, value]) => [`OTEL_EXPORTER_OTLP_${prefix}${name}`, value]));

    expect(read(named('', general))).toMatchObject({ isCompressed: true, timeoutMs: 20_000 });
    expect(read({ ...named('', general), ...named('METRICS_', ofMetrics) })).toMatchObject({
      headers: { a: '1', b: ' x=y', c: 'd=e' },
      isCompressed: false,
      timeoutMs: 30_000,
    });
  });

  it.each([
    ['HEADERS', 'x-key', 'is not understood; use name=value, comma-separated and percent-encoded'],
    ['METRICS_HEADERS', 'a=1,=secret', 'is not understood; use name=value, comma-separated and percent-encoded'],
    [
      'HEADERS',
      'Authorization: Bearer secret',
      'is not understood; use name=value, comma-separated and percent-encoded',
    ],
    ['HEADERS', 'a=%E0%A4%A', 'is not understood; use name=value, comma-separated and percent-encoded'],
    ['COMPRESSION', 'zstd', 'is "zstd"; use gzip or none'],
    ['METRICS_TIMEOUT', '10s', 'is "10s"; use a whole number of milliseconds, such as 10000'],
    ['ENDPOINT', 'http://me:secret@a', 'has a name or a password; use OTEL_EXPORTER_OTLP_HEADERS for them'],
    ['METRICS_CERTIFICATE', '/none.pem', 'names the file /none.pem, which cannot be read (ENOENT); use one that'],
    [
      'CERTIFICATE',
      'package.json',
      'names the file package.json, which has no certificate in PEM; use one that begins',
    ],
    ['METRICS_CLIENT_CERTIFICATE', 'package.json', 'needs OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY as well'],
    ['CLIENT_KEY', 'package.json', 'needs OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE as well'],
  ])('OTEL_EXPORTER_OTLP_%s=%s is refused by its name', (name, value, advice) => {
    const setting = `OTEL_EXPORTER_OTLP_${name}`;
    const problems = problemsOf({ OTEL_METRICS_EXPORTER: 'otlp', [setting]: value });

    expect(problems[0]).toContain(`${setting} ${advice}`);
    expect(problems.join()).not.toContain('secret');
    expect(problems.every((sentence) => sentence.startsWith(setting))).toBe(true);
  });
});

it('OTEL_RESOURCE_ATTRIBUTES may have an equals sign in a value', async () => {
  const { run } = await startPulls(() => undefined, { OTEL_RESOURCE_ATTRIBUTES: 'a=b=c' });
  await run();

  expect((await run('metrics')).stdout).toMatch(/target_info\{[^}]*a="b=c"/);
});

describeWith('openssl')('OTLP over TLS', () => {
  it('trusts the authority in OTEL_EXPORTER_OTLP_CERTIFICATE, and nobody without it', async () => {
    const certificate = await makeCertificate();
    const inbox: Inbox = { received: [], respond: status(200) };
    const endpoint = await serveTls(receiver(inbox), certificate);

    const without = await check({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    const [general, ofMetrics] = [
      await check({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_CERTIFICATE: certificate.file }),
      await check({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: certificate.file }),
    ];

    expect(without).toEqual(
      expect.stringMatching(
        /FAIL {2}exporters {2}the OTLP receiver did not respond: the certificate of localhost:\d+ is signed by itself \(DEPTH_ZERO_SELF_SIGNED_CERT\).*an authority can be named in OTEL_EXPORTER_OTLP_CERTIFICATE/,
      ),
    );
    expect([general, ofMetrics]).toEqual(
      Array(2).fill(expect.stringContaining('ok    exporters  otlp: accepted a point')),
    );
    expect(inbox.received).toHaveLength(2);
  });

  it('shows its own certificate to a receiver that asks for one', async () => {
    const [theirs, ours] = [await makeCertificate(), await makeCertificate()];
    const inbox: Inbox = { received: [], respond: status(200) };
    const options = { key: theirs.key, cert: theirs.cert, ca: ours.cert, requestCert: true, rejectUnauthorized: true };
    const port = await listen(createServer(options, receiver(inbox)));
    const settings = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${port}`,
      OTEL_EXPORTER_OTLP_CERTIFICATE: theirs.file,
    };

    const without = await check(settings);
    const shown = await check({
      ...settings,
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: ours.file,
      OTEL_EXPORTER_OTLP_CLIENT_KEY: ours.keyFile,
    });

    expect(without).toContain('FAIL  exporters  the OTLP receiver did not respond: ');
    expect(shown).toContain('ok    exporters  otlp: accepted a point');
    expect(inbox.received).toHaveLength(1);
  });

  it('is the same through a proxy', async () => {
    const certificate = await makeCertificate();
    const inbox: Inbox = { received: [], respond: status(200) };
    const endpoint = new URL(await serveTls(receiver(inbox), certificate));
    const proxy = await startProxy();

    vi.stubEnv('HTTPS_PROXY', proxy.origin);
    vi.stubEnv('NO_PROXY', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    const settings = read({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint.origin,
      OTEL_EXPORTER_OTLP_CERTIFICATE: certificate.file,
    });
    if (settings === undefined) throw new Error('no settings');
    const service = { name: undefined, version: '1', resourceAttributes: '' };

    const exporter = createOtlpExporter({ settings, service, now: () => new Date(), sleep: async () => {} });

    expect(await pushTo(exporter)).toMatchObject({ delivered: 1 });
    expect(proxy.tunnels).toEqual([endpoint.host]);
  });

  it('says which file is none', async () => {
    const { file } = await makeCertificate();
    const path = join(await temporaryFolder(), 'broken.pem');
    await writeFile(path, (await readFile(file, 'utf8')).slice(0, 200));

    expect(problemsOf({ OTEL_METRICS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_CERTIFICATE: path })).toEqual([
      `OTEL_EXPORTER_OTLP_CERTIFICATE names the file ${path}, which has no certificate in PEM; use one that begins with -----BEGIN`,
    ]);
  });
});

/** What `check` prints of an exporter. */
async function check(settings: Settings): Promise<string> {
  const { run } = await startPulls(() => undefined, { OTEL_METRICS_EXPORTER: 'otlp', ...settings });
  return (await run('check')).stdout;
}
