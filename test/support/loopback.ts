import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { onTestFinished } from 'vitest';
import type { Certificate } from './certificate.ts';

/** A server on a free loopback port that ends with the test. Returns its origin. */
export async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`;
}

/** The same over https, for whom trusts the certificate. */
export async function serveTls(listener: RequestListener, { key, cert }: Certificate): Promise<string> {
  return `https://localhost:${await listen(createTlsServer({ key, cert }, listener))}`;
}

/** The port of a server on loopback that ends with the test. */
export async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
