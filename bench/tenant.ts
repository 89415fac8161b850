import { subscribe } from 'node:diagnostics_channel';
import { ServerResponse } from 'node:http';
import { startSampleTenant } from '../src/demo/sample-tenant.ts';
import { beChild } from './child.ts';

/** The sample tenant, in a process of its own; each of its responses comes `latency` milliseconds late. */
const latency = Number(process.argv[2]);
if (latency > 0) subscribe('http.server.request.start', holdBack);
const { environment } = await startSampleTenant(() => new Date());
beChild(Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value ?? ''])));

/** Nothing of a response is sent before its end, because all of them are written at once. */
function holdBack(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('response' in message)) return;
  const { response } = message;
  if (!(response instanceof ServerResponse)) return;
  const end = response.end;
  const later = (...args: readonly unknown[]) => void setTimeout(() => Reflect.apply(end, response, args), latency);
  Reflect.set(response, 'end', later);
}
