import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Certificate } from './certificate.ts';
import { tokenFor } from './fleet.ts';
import { serveTls } from './loopback.ts';

/** What Entra answers for a directory: a token with these roles, or the number of an error. */
export type EntraAnswer = { readonly roles: readonly string[] } | { readonly code: number };

export interface Entra {
  readonly origin: string;
  /** By directory; of others it knows nothing. */
  readonly answers: Map<string, EntraAnswer>;
  /** The ids of directories by their domains. */
  readonly domains: Map<string, string>;
  /** The forms of the requests for tokens, with the directory of each. */
  readonly requests: Readonly<Record<string, string>>[];
}

/** As much of Entra as the identity library talks to, over TLS. */
export async function startEntra(certificate: Certificate): Promise<Entra> {
  const answers = new Map<string, EntraAnswer>();
  const domains = new Map<string, string>();
  const requests: Readonly<Record<string, string>>[] = [];
  const origin = await serveTls(async (request, response) => {
    const [, name = ''] = request.url?.split('/') ?? [];
    const directory = domains.get(name) ?? name;
    const answer = answers.get(directory) ?? { code: 90002 };
    if (request.method === 'GET') return sendConfiguration(response, directory, origin, answer);
    requests.push({ directory, ...Object.fromEntries(new URLSearchParams(await text(request))) });
    if ('code' in answer) return sendError(response, answer.code);
    send(response, 200, { token_type: 'Bearer', expires_in: 3599, access_token: tokenFor(directory, answer.roles) });
  }, certificate);
  return { origin, answers, domains, requests };
}

function sendConfiguration(response: ServerResponse, directory: string, origin: string, answer: EntraAnswer): void {
  if ('code' in answer && answer.code === 90002) {
    sendError(response, answer.code);
    return;
  }
  const base = `${origin}/${directory}`;
  send(response, 200, {
    issuer: `${base}/v2.0`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
  });
}

function sendError(response: ServerResponse, code: number): void {
  send(response, 400, {
    error: 'invalid_request',
    error_description: `AADSTS${code}: a sentence`,
    error_codes: [code],
  });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
