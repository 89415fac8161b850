import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** The account and key every Azurite has, published in its documentation. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** An Azurite, and in front of it what can break. */
export interface BlobService {
  readonly connectionString: string;
  /** Responds instead of the service where it returns true. */
  fault: (...exchange: Parameters<RequestListener>) => boolean | Promise<boolean>;
  readonly close: () => void;
}

export async function startBlobService(): Promise<BlobService> {
  const port = await freePort();
  const flags = ['--silent', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'];
  const script = 'node_modules/azurite/dist/src/blob/main.js';
  const azurite = spawn(process.execPath, [script, ...flags, '--blobPort', String(port)]);
  await untilOpen(port);
  const service: Pick<BlobService, 'fault'> = { fault: () => false };
  const front = createServer(async (incoming, response) => {
    if (await service.fault(incoming, response)) return;
    const { method, headers, url } = incoming;
    const passed = request({ port, host: '127.0.0.1', method, headers, path: url }, (upstream) => {
      response.writeHead(upstream.statusCode ?? 500, upstream.headers);
      upstream.pipe(response);
    });
    passed.on('error', () => response.destroy());
    incoming.pipe(passed);
  });
  await once(front.listen(0, '127.0.0.1'), 'listening');
  const address = front.address();
  const open = address === null || typeof address === 'string' ? 0 : address.port;
  return Object.assign(service, {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=http://127.0.0.1:${open}/${ACCOUNT};`,
    close: () => {
      front.close();
      front.closeAllConnections();
      azurite.kill();
    },
  });
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await setTimeout(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  server.close();
  return address === null || typeof address === 'string' ? 0 : address.port;
}
