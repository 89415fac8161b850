import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { expect, it } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { serve, serveTls } from '../support/loopback.ts';
import { describeWith } from '../support/programs.ts';
import { BASE, ended, freePort } from '../support/run.ts';

const containerfile = await readFile('packaging/Containerfile', 'utf8');

/** The exit status of the image's health check, by this Node.js. */
async function statusOf(origin: string): Promise<number | null> {
  const [, command = ''] = /^HEALTHCHECK .*?CMD (\[[\s\S]*?\])\n\n/m.exec(containerfile) ?? [];
  const [program, ...args]: readonly string[] = JSON.parse(command.replaceAll('\\\n', ''));
  const { hostname, port } = new URL(origin);
  const end = await ended(spawn(process.execPath, args, { env: { ...BASE, HOST: hostname, PORT: port } }));
  expect({ program, output: end.stdout + end.stderr }).toEqual({ program: 'node', output: '' });
  return end.status;
}

function respondWith(status: number): RequestListener {
  return ({ url }, response) => response.writeHead(url === '/healthz' ? status : 404).end();
}

it.each([
  [200, 0],
  [503, 1],
])('the health check of the image ends by what /healthz says: %d by %d', async (status, exit) => {
  expect(await statusOf(await serve(respondWith(status)))).toBe(exit);
});

it('ends by 1 where nobody listens', async () => {
  expect(await statusOf(`http://127.0.0.1:${await freePort()}`)).toBe(1);
});

describeWith('openssl')('with TLS', () => {
  it.each([
    [200, 0],
    [503, 1],
  ])('the health check does not mind who is certified: %d by %d', async (status, exit) => {
    expect(await statusOf(await serveTls(respondWith(status), await makeCertificate()))).toBe(exit);
  });
});
