import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { startSampleTenant } from '../src/demo/sample-tenant.ts';
import { beChild } from './child.ts';

/** The sample tenant, in a process of its own; each of its answers comes `latency` milliseconds late. */
const latency = Number(process.argv[2]);
if (latency > 0) subscribe('http.server.request.start', holdBack);
const { environment } = await startSampleTenant(() => new Date());
beChild(Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value ?? ''])));

function holdBack(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('socket' in message)) return;
  const { socket } = message;
  if (!(socket instanceof Socket)) return;
  socket.cork();
  setTimeout(() => socket.uncork(), latency);
}
