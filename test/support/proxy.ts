import { createServer } from 'node:http';
import { connect } from 'node:net';
import { listen } from './loopback.ts';

/** A proxy for tunnels to loopback; it keeps where they led. */
export async function startProxy() {
  const tunnels: string[] = [];
  const server = createServer().on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    const port = Number(request.url?.split(':').at(-1));
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    for (const end of [socket, target]) end.on('error', () => target.destroy());
  });
  return { origin: `http://127.0.0.1:${await listen(server)}`, tunnels };
}
