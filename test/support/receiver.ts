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

export type Answer = (response: ServerResponse, body: Buffer) => void;

/** Something points are pushed to: it keeps what it is sent, and answers as it is told. */
export interface Inbox {
  received: Received[];
  answer: Answer;
}

export function receiver(inbox: Inbox) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const raw = await buffer(request);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    inbox.received.push({ request, body });
    inbox.answer(response, body);
  };
}

/** A receiver on loopback, and what it has received. */
export async function startReceiver(answer: Answer = status(200)) {
  const inbox: Inbox = { received: [], answer };
  return { inbox, origin: await serve(receiver(inbox)) };
}

/** A response with a body, and a media type where one is given. */
export function say(code: number, body: string | readonly number[], type?: string): Answer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
  return (response) => void response.writeHead(code, type === undefined ? {} : { 'content-type': type }).end(bytes);
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => void response.writeHead(code, headers).end();
}

export const drop: Answer = (response) => void response.socket?.destroy();

/** Answers some requests, then others. */
export function first(times: number, answer: Answer, then: Answer): Answer {
  let asked = 0;
  return (response, body) => {
    asked += 1;
    if (asked > times) then(response, body);
    else answer(response, body);
  };
}

/** How a push of so many dated points ended: how many were accepted, and the error. */
export async function pushTo(exporter: PushExporter, size = 1) {
  const metric = { name: 'm365_groups', unit: '{group}', help: '' } as const;
  const points = Array.from({ length: size }, (_, index): MetricPoint => {
    return { metric, point: { labels: { report_date: '2026-11-18', n: String(index) }, value: 1, date: '2026-11-18' } };
  });
  let accepted = 0;
  const onAccepted = (batch: readonly MetricPoint[]) => {
    accepted += batch.length;
  };
  const message = await exporter.push(points, onAccepted, AbortSignal.timeout(50_000)).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { accepted, message };
}
