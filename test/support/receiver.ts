import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

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
