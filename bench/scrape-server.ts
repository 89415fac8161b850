import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { createApp } from '../src/app.ts';
import { addressOf, listen } from '../src/hosts/standalone/listen.ts';
import { beChild } from './child.ts';
import { toRegistry } from './prom-client.ts';
import { QUIET_LOG } from './quiet-log.ts';
import { loadSample } from './sample.ts';

/** What serves scrapes, in a process of its own: the standalone listener, prom-client, or the same bytes from memory. */
const SERVERS: Readonly<Record<string, () => Promise<Server>>> = { ours, promClient, bytes };

const server = await SERVERS[process.argv[2] ?? '']?.();
if (server === undefined) throw new Error(`name one of ${Object.keys(SERVERS).join(', ')}`);
beChild({ address: `${addressOf(server)}/metrics` });

async function ours(): Promise<Server> {
  const app = await createApp(process.env, 'standalone');
  return listen({ ...app, settings: { ...app.settings, port: 0 } }, QUIET_LOG);
}

async function promClient(): Promise<Server> {
  const registry = toRegistry((await loadSample(process.env)).families);
  const server = createServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
  });
  return listening(server);
}

async function bytes(): Promise<Server> {
  const app = await createApp(process.env, 'standalone');
  const { headers, body } = await app.metrics({ header: (name) => (name === 'accept-encoding' ? 'gzip' : undefined) });
  const packed = Buffer.from(body);
  const plain = gunzipSync(packed);
  const { 'content-encoding': encoding, ...plainHeaders } = headers;
  const server = createServer((request, response) => {
    const takesPacked = request.headers['accept-encoding'] === encoding;
    const body = takesPacked ? packed : plain;
    response.writeHead(200, { ...(takesPacked ? headers : plainHeaders), 'content-length': body.length });
    response.end(body);
  });
  return listening(server);
}

async function listening(server: Server): Promise<Server> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}
