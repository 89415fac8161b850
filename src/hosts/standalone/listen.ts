import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { App } from '../../app.ts';
import { ExpectedError } from '../../errors/errors.ts';
import { sentenceOf } from '../../errors/sentence-of.ts';
import { problemResponse } from '../../http/healthz.ts';
import { type HttpResponse, sentence } from '../../http/response.ts';
import { withSecurityHeaders } from '../../http/security-headers.ts';
import type { Log } from '../../log.ts';

/** A port that cannot be had: a matter of settings, not of the store or of Graph. */
export class ListenError extends ExpectedError {
  override readonly name = 'ListenError';
}

/**
 * For how long a connection without a request stays, in milliseconds: longer than scrapers and proxies wait between two.
 * With Node.js's five seconds, a request may meet a connection that is just being closed, which resets it.
 */
const KEEP_ALIVE_MS = 120_000;

/**
 * Serve the HTTP paths of the app.
 *
 * @throws ListenError
 */
export async function listen(app: App, log: Log): Promise<Server> {
  const { host, port } = app.settings;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    respond(app, request)
      .catch((error: unknown) => {
        log.error(sentenceOf(error));
        return problemResponse(error);
      })
      .then((result) => send(request, response, withSecurityHeaders(result)))
      .catch(() => response.destroy());
  });
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    const hint = HINTS[String(code)] ?? 'check HOST and PORT';
    throw new ListenError(`http://${host}:${port} cannot be served (${code}): ${hint}`, { cause: error });
  }
  return server;
}

const NO_HOST = 'HOST is no address of this machine; use 127.0.0.1, or 0.0.0.0 for every network';

const HINTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there; stop it, or choose another PORT',
  EACCES: 'this user may not open that PORT; choose one from 1024 on',
  EADDRNOTAVAIL: NO_HOST,
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
};

/** Where a listening server is reached. */
export function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') return String(address);
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

async function respond(app: App, request: IncomingMessage): Promise<HttpResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const result = sentence(405, 'Only GET and HEAD are supported.');
    return { ...result, headers: { ...result.headers, allow: 'GET, HEAD' } };
  }
  const header = (name: string) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  switch (request.url?.split('?')[0]) {
    case '/metrics':
      return app.metrics({ header });
    case '/':
      return app.status();
    case '/healthz':
      return app.healthz();
    default:
      return sentence(404, 'There is nothing here; the metrics are at /metrics, and a status page at /.');
  }
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpResponse): void {
  const length = status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
