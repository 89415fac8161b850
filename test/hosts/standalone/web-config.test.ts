import { copyFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { hash } from 'bcryptjs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { addressOf, listen } from '../../../src/hosts/standalone/listen.ts';
import { readWebConfig } from '../../../src/hosts/standalone/web-config.ts';
import { type Certificate, makeCertificate } from '../../support/certificate.ts';
import { describeWith } from '../../support/programs.ts';
import { startPrometheusWith } from '../../support/prometheus.ts';
import { eventually, temporaryFolder } from '../../support/run.ts';

const silent = () => {};
const SILENT = { error: silent, warn: silent, info: silent, debug: silent };

describeWith('openssl')('a server with TLS and a password', () => {
  it('is read with the password alone, and tells everybody whether it works', async () => {
    const { address, certificate } = await startServer();
    const get = (path: string, auth?: string) => statusOf(`${address}${path}`, certificate, auth);

    expect(address).toMatch(/^https:/);
    expect(await get('/metrics')).toBe(401);
    expect(await get('/', 'prometheus:wrong')).toBe(401);
    expect(await get('/metrics', 'nobody:secret')).toBe(401);
    expect(await get('/metrics', 'nobody:nobody at all')).toBe(401);
    expect(await get('/elsewhere')).toBe(401);
    // 503: there is no data yet.
    expect(await get('/metrics', 'prometheus:secret')).toBe(503);
    expect(await get('/metrics', 'prometheus:secret')).toBe(503);
    expect(await get('/healthz')).toBe(200);
  });

  it('serves a certificate that was renewed while it runs', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { address, certificate, folder } = await startServer();
    const renewed = await makeCertificate();
    await copyFile(renewed.file, join(folder, 'cert.pem'));
    await copyFile(renewed.keyFile, join(folder, 'key.pem'));

    await expect(statusOf(`${address}/healthz`, renewed)).rejects.toThrow('self-signed certificate');
    vi.advanceTimersByTime(3_600_000);

    await eventually(async () => expect(await statusOf(`${address}/healthz`, renewed)).toBe(200));
    await expect(statusOf(`${address}/healthz`, certificate)).rejects.toThrow('self-signed certificate');
  });
});

describeWith('openssl', 'prometheus')('a server with TLS and a password', () => {
  it('is scraped by Prometheus', async () => {
    const { address, certificate } = await startServer();
    const config = join(await temporaryFolder(), 'prometheus.yml');
    const scrape = {
      job_name: 'm365',
      scheme: 'https',
      scrape_interval: '1s',
      metrics_path: '/healthz',
      tls_config: { ca_file: certificate.file },
      basic_auth: { username: 'prometheus', password: 'secret' },
      static_configs: [{ targets: [new URL(address).host] }],
    };
    await writeFile(config, JSON.stringify({ scrape_configs: [{ ...scrape, metrics_path: '/metrics' }] }));
    const prometheus = await startPrometheusWith(config);

    await eventually(async () => {
      const answer = await (await fetch(`${prometheus.url}/api/v1/targets`)).json();
      // The password was right: there is only no data yet.
      expect(answer).toMatchObject({ data: { activeTargets: [{ lastError: expect.stringContaining('503') }] } });
    });
  });
});

describe('a file that does not work', () => {
  it.each([
    ['is no YAML', 'a: [', 'names FILE, which is no YAML; correct it'],
    ['has another key', 'http_server_config: {}', 'http_server_config is no key that is known here; remove it'],
    [
      'has a password in it',
      'basic_auth_users: {a: secret}',
      'basic_auth_users.a is no bcrypt hash; htpasswd -nB <user> prints one after the colon',
    ],
    ['has no key', 'tls_server_config: {cert_file: a}', 'tls_server_config.key_file is missing'],
    [
      'has an unknown version',
      'tls_server_config: {cert_file: a, key_file: b, min_version: TLS10}',
      'tls_server_config.min_version has to be ("TLS12" | "TLS13")',
    ],
    [
      'names a file that is not there',
      'tls_server_config: {cert_file: no.pem, key_file: b}',
      'has a cert_file that is FOLDER/no.pem, which cannot be read (ENOENT); correct the path, or its rights',
    ],
    [
      'names itself as certificate',
      'tls_server_config: {cert_file: web.yml, key_file: web.yml}',
      'has a cert_file and a key_file that do not work together (ERR_OSSL_PEM_NO_START_LINE); both have to be PEM',
    ],
  ])('%s', async (_, content, message) => {
    const folder = await temporaryFolder();
    const file = join(folder, 'web.yml');
    await writeFile(file, content);

    await expect(readWebConfig(file)).rejects.toThrow(
      `WEB_CONFIG_FILE ${message.replace('FILE,', `${file},`).replace('FOLDER', folder)}`,
    );
  });

  it('is not there', async () => {
    await expect(readWebConfig('/none.yml')).rejects.toThrow(
      'WEB_CONFIG_FILE names /none.yml, which cannot be read (ENOENT); correct the path, or its rights',
    );
  });
});

/** With the user `prometheus`, whose password is `secret`; its certificate is `cert.pem` in a folder of its own. */
async function startServer() {
  const folder = await temporaryFolder();
  const certificate = await makeCertificate();
  await copyFile(certificate.file, join(folder, 'cert.pem'));
  await copyFile(certificate.keyFile, join(folder, 'key.pem'));
  const users = { prometheus: await hash('secret', 4) };
  const config = { tls_server_config: { cert_file: 'cert.pem', key_file: 'key.pem' }, basic_auth_users: users };
  const file = join(folder, 'web.yml');
  await writeFile(file, JSON.stringify(config));
  const env = { PORT: '0', HISTORY_STORE: `file:${folder}`, WEB_CONFIG_FILE: file };
  const server = await listen(await createApp(env, 'standalone'), SILENT);
  onTestFinished(() => void server.close());
  return { address: addressOf(server), certificate, folder };
}

function statusOf(url: string, { cert }: Certificate, auth?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { ca: cert, agent: false, ...(auth !== undefined && { auth }) }, (response) => {
      text(response).then(() => resolve(response.statusCode), reject);
    })
      .on('error', reject)
      .end();
  });
}
