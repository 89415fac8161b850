import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { buildConnector } from 'undici';

/** The other ends of the fake Microsoft's connections, by port. */
const clients = new Map<number | undefined, Socket>();

/** When everything that a server has written has been read, and understood, by whom it responds to. */
export async function read({ socket }: IncomingMessage): Promise<void> {
  const client = clients.get(socket.remotePort);
  while (client && !client.destroyed && client.bytesRead < socket.bytesWritten) await setImmediate();
  // What has arrived is handed on in the rounds after.
  for (let round = 0; round < 3; round += 1) await setImmediate();
}

/** No address but those of the fake Microsoft is ever connected to, whatever the program under test asks for. */
export function open(port: number | undefined, callback: buildConnector.Callback): void {
  if (port === undefined) return void callback(Object.assign(new Error('refused'), { code: 'EHOSTUNREACH' }), null);
  const socket: Socket = connect(port, '127.0.0.1');
  socket.once('connect', () => {
    clients.set(socket.localPort, socket);
    callback(null, socket);
  });
  socket.once('close', () => clients.delete(socket.localPort));
  socket.once('error', (error) => callback(error, null));
}

export async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

export function end(server: Server): void {
  server.close();
  server.closeAllConnections();
}
