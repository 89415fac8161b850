import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from './loopback.ts';

/** The file of one report and period, or an own way to respond to the request to Graph for it. */
export type FileOf = (report: string, period: string | undefined) => string | Buffer | GraphHandler | undefined;

export type GraphHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  redirect: (file: Download) => void,
) => void;

/** A file behind the redirect, or an own way to respond to the request for it. */
export type Download = string | Buffer | ((response: ServerResponse) => void);

export interface Tenant {
  readonly environment: Readonly<Record<string, string>>;
  /** Every request to Graph and to the download host, as they came. */
  readonly graphRequests: IncomingMessage[];
  readonly downloadRequests: IncomingMessage[];
  readonly tokenRequests: IncomingMessage[];
}

export const TOKEN = 'secret-token-of-the-test-tenant';

const STORAGE = 'https://storage.azure.com';

const PATH = /^\/(?:v1\.0|beta)\/(?:copilot\/)?reports\/(\w+)(\(period='(D\d+)'\))?(?:\?.*)?$/;

/** A Graph with an identity endpoint and a download host on two loopback ports. It ends with the test. */
export async function startTenant(fileOf: FileOf): Promise<Tenant> {
  const graphRequests: IncomingMessage[] = [];
  const downloadRequests: IncomingMessage[] = [];
  const tokenRequests: IncomingMessage[] = [];
  const files: Download[] = [];

  const downloads = await serve((request, response) => {
    downloadRequests.push(request);
    const file = files[Number(new URL(request.url ?? '', 'http://x').searchParams.get('file'))];
    if (typeof file === 'function') return file(response);
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file);
  });

  const graph = await serve((request, response) => {
    if (request.url?.startsWith('/msi/token')) {
      tokenRequests.push(request);
      const expires = String(Math.floor(Date.now() / 1000) + 3600);
      return void response.end(
        JSON.stringify({ access_token: tokenFor(request), expires_on: expires, resource: 'x', token_type: 'Bearer' }),
      );
    }
    graphRequests.push(request);
    const redirect = (file: Download) => {
      const location = `${downloads}/data/download?file=${files.push(file) - 1}&sig=secret-signature`;
      response.writeHead(302, { location }).end();
    };
    const [, report = '', , period] = PATH.exec(request.url ?? '') ?? [];
    const file = fileOf(report, period);
    if (typeof file === 'function') return file(request, response, redirect);
    if (file !== undefined) return redirect(file);
    respondWithError(response, 400, 'BadRequest', `Resource not found for the segment '${report}'.`);
  });

  return {
    graphRequests,
    downloadRequests,
    tokenRequests,
    environment: {
      GRAPH_ENDPOINT: graph,
      IDENTITY_ENDPOINT: `${graph}/msi/token`,
      IDENTITY_HEADER: 'x',
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    },
  };
}

/** Azurite reads a token for storage, but does not look at its signature. */
function tokenFor(request: IncomingMessage): string {
  const audience = new URL(request.url ?? '', 'http://x').searchParams.get('resource');
  if (audience !== STORAGE) return TOKEN;
  const now = Math.floor(Date.now() / 1000);
  const issuer = 'https://sts.windows.net/00000000-0000-4000-8000-000000000001/';
  const claims = { iss: issuer, aud: audience, iat: now, nbf: now - 60, exp: now + 3600 };
  const [head, body] = [{ alg: 'none', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${head}.${body}.`;
}

export function respondWithError(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { code, message } }));
}
