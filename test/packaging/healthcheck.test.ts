import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readWebConfig } from '../../src/hosts/standalone/web-config.ts';
import { makeCertificate } from '../support/certificate.ts';
import { listen, serve, serveTls } from '../support/loopback.ts';
import { describeWith } from '../support/programs.ts';
import { BASE, ended, freePort, temporaryFolder } from '../support/run.ts';

const containerfile = await readFile('packaging/Containerfile', 'utf8');

/** How the image's health check ends, by this Node.js, and what it says. */
async function check(origin: string) {
  const [, command = ''] = /^HEALTHCHECK .*?CMD (\[[\s\S]*?\])\n\n/m.exec(containerfile) ?? [];
  const [program, ...args]: readonly string[] = JSON.parse(command.replaceAll('\\\n', ''));
  const { hostname, port } = new URL(origin);
  const end = await ended(spawn(process.execPath, args, { env: { ...BASE, HOST: hostname, PORT: port } }));
  expect({ program, stdout: end.stdout }).toEqual({ program: 'node', stdout: '' });
  return [end.status, end.stderr];
}

const HEALTHY = [0, ''];
const UNHEALTHY = [1, '/healthz responds with 503\n'];

function respondWith(status: number): RequestListener {
  return ({ url }, response) => response.writeHead(url === '/healthz' ? status : 404).end();
}

it.each([
  [200, HEALTHY],
  [503, UNHEALTHY],
])('the health check of the image ends by what /healthz says: %d', async (status, end) => {
  expect(await check(await serve(respondWith(status)))).toEqual(end);
});

it('says that nobody listens', async () => {
  expect(await check(`http://127.0.0.1:${await freePort()}`)).toEqual([
    1,
    '/healthz does not respond (ECONNREFUSED)\n',
  ]);
});

describeWith('openssl')('with TLS', () => {
  it.each([
    [200, HEALTHY],
    [503, UNHEALTHY],
  ])('the health check does not mind who is certified: %d', async (status, end) => {
    expect(await check(await serveTls(respondWith(status), await makeCertificate()))).toEqual(end);
  });

  it.each(['TLS12', 'TLS13'])('it says what to do where clients have to show certificates: %s', async (version) => {
    const { file, keyFile } = await makeCertificate();
    const own = { cert_file: file, key_file: keyFile, client_ca_file: file, min_version: version };
    const path = join(await temporaryFolder(), 'web.yml');
    const tls_server_config = { ...own, client_auth_type: 'RequireAndVerifyClientCert' };
    await writeFile(path, JSON.stringify({ tls_server_config }));
    const { readTls } = await readWebConfig(path);
    const port = await listen(createServer((await readTls?.()) ?? {}, respondWith(200)));

    expect(await check(`https://127.0.0.1:${port}`)).toEqual([
      1,
      expect.stringMatching(
        /^\/healthz does not respond \(\w+\); where WEB_CONFIG_FILE requires certificates of clients, this check has none: run with --no-healthcheck\n$/,
      ),
    ]);
  });
});
