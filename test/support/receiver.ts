import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { PushExporter } from '../../src/export/exporter.ts';
import type { MetricPoint } from '../../src/metrics/point.ts';
import { serve } from './loopback.ts';

export interface Received {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

export type Respond = (response: ServerResponse, body: Buffer) => void;

/** Something points are pushed to: it keeps what it is sent, and responds as it is set to. */
export interface Inbox {
  received: Received[];
  respond: Respond;
}

export function receiver(inbox: Inbox) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const raw = await buffer(request);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    inbox.received.push({ request, body });
    inbox.respond(response, body);
  };
}

/** A receiver on loopback, and what it has received. */
export async function startReceiver(respond: Respond = status(200)) {
  const inbox: Inbox = { received: [], respond };
  return { inbox, origin: await serve(receiver(inbox)) };
}

/** A response with a body, and a media type where one is given. */
export function reply(code: number, body: string | readonly number[], type?: string): Respond {
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
  return (response) => void response.writeHead(code, type === undefined ? {} : { 'content-type': type }).end(bytes);
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Respond {
  return (response) => void response.writeHead(code, headers).end();
}

export const drop: Respond = (response) => void response.socket?.destroy();

/** Responds to some requests in one way, then in another. */
export function first(times: number, respond: Respond, then: Respond): Respond {
  let requests = 0;
  return (response, body) => {
    requests += 1;
    if (requests > times) then(response, body);
    else respond(response, body);
  };
}

/** How a push of so many dated points ended: how many were delivered, and the error. */
export async function pushTo(exporter: PushExporter, size = 1) {
  const metric = { name: 'm365_groups', unit: '{group}', help: '' } as const;
  const points = Array.from({ length: size }, (_, index): MetricPoint => {
    return { metric, point: { labels: { report_date: '2026-11-18', n: String(index) }, value: 1, date: '2026-11-18' } };
  });
  let delivered = 0;
  const onDelivered = (batch: readonly MetricPoint[]) => {
    delivered += batch.length;
  };
  const message = await exporter.push(points, onDelivered, AbortSignal.timeout(50_000)).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { delivered, message };
}
