import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Site } from '../../app.ts';
import { ExpectedError } from '../../errors/errors.ts';
import { sentenceOf } from '../../errors/sentence-of.ts';
import { problemResponse } from '../../http/healthz.ts';
import { type HttpResponse, sentence } from '../../http/response.ts';
import { withSecurityHeaders } from '../../http/security-headers.ts';
import type { Log } from '../../log.ts';
import type { Settings } from '../../settings/settings.ts';
import { type Authenticate, basicAuth } from './basic-auth.ts';
import type { WebConfig } from './web-config.ts';

/** A port that cannot be had: a matter of settings, not of the store or of Graph. */
export class ListenError extends ExpectedError {
  override readonly name = 'ListenError';
}

/**
 * For how long a connection without a request stays, in milliseconds: longer than scrapers and proxies wait between two.
 * With Node.js's five seconds, a request may meet a connection that is just being closed, which resets it.
 */
const KEEP_ALIVE_MS = 120_000;

/** How often certificate and key are read anew, in milliseconds: they are renewed days before they end. */
const RENEW_MS = 3_600_000;

/** What is served, and where. */
export interface Served extends Site {
  readonly settings: Pick<Settings, 'host' | 'port' | 'webConfigFile'>;
  /** The paths that need no password: `/healthz` unless said otherwise. */
  readonly openPaths?: readonly string[];
}

/**
 * Serve the HTTP paths of the app.
 *
 * @throws ListenError
 * @throws ConfigError what WEB_CONFIG_FILE names is wrong
 */
export async function listen(app: Served, log: Log): Promise<Server> {
  const { host, port, webConfigFile } = app.settings;
  const { readTls, users } = await webConfigOf(webConfigFile);
  const authenticate = basicAuth(users);
  const server = await createServerOf(readTls, log, (request, response) => {
    respond(app, authenticate, request)
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
    throw new ListenError(`${readTls ? 'https' : 'http'}://${host}:${port} cannot be served (${code}): ${hint}`, {
      cause: error,
    });
  }
  return server;
}

/** What only a server with TLS or passwords needs is loaded by such a one. */
async function webConfigOf(file: string | undefined): Promise<WebConfig> {
  if (file === undefined) return { readTls: undefined, users: new Map() };
  const { readWebConfig } = await import('./web-config.ts');
  return readWebConfig(file);
}

async function createServerOf(readTls: WebConfig['readTls'], log: Log, listener: RequestListener): Promise<Server> {
  const options = { keepAliveTimeout: KEEP_ALIVE_MS };
  if (readTls === undefined) return http().createServer(options, listener);
  const { createServer } = await import('node:https');
  const server = createServer({ ...options, ...(await readTls()) }, listener);
  const renew = () => readTls().then((tls) => server.setSecureContext(tls));
  // What is wrong with the new files is told, and the old ones stay.
  const timer = setInterval(() => void renew().catch((error: unknown) => log.error(sentenceOf(error))), RENEW_MS);
  return server.once('close', () => clearInterval(timer));
}

/**
 * An import of `node:http` reads everything that it exports, of which WebSocket loads undici: it takes 57 instead of 6 ms,
 * and 6 of the 68 MiB of a process that only serves.
 * @see https://github.com/nodejs/node/blob/v24.x/lib/http.js lazyUndici
 */
function http() {
  return process.getBuiltinModule('node:http');
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
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return `${scheme}://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

async function respond(app: Served, authenticate: Authenticate, request: IncomingMessage): Promise<HttpResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const result = sentence(405, 'Only GET and HEAD are supported.');
    return { ...result, headers: { ...result.headers, allow: 'GET, HEAD' } };
  }
  const header = (name: string) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  const [path = '', query] = request.url?.split('?') ?? [];
  const { openPaths = ['/healthz'] } = app;
  if (!openPaths.includes(path) && !(await authenticate(header('authorization')))) {
    const answer = sentence(401, 'Name and password are wrong or missing; WEB_CONFIG_FILE says who may read.');
    return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="m365-usage-exporter"' } };
  }
  return app.respond(path, { header, query });
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpResponse): void {
  const length = status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
