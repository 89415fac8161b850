import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Certificate } from './certificate.ts';
import { serveTls } from './loopback.ts';

export const KEY = 'the-key-of-the-test-function-app';
export const SECRET = 'the-secret-of-the-test-client';
const TOKEN = 'the-token-of-the-test-client';

export type TokenRequest = Readonly<Record<string, string>>;

/** A Function app that sends one sample to whom its front lets in. The host is `localhost` with a port. */
export async function startFunctionApp(certificate: Certificate) {
  const requests: IncomingMessage[] = [];
  const origin = await serveTls((request, response) => {
    requests.push(request);
    if (!isLetIn(request)) return void response.writeHead(401).end();
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8').end('m365_groups_latest 70\n');
  }, certificate);
  return { host: new URL(origin).host, requests };
}

/** Of several copies of the key's header the host takes the first. */
function isLetIn({ headers, rawHeaders }: IncomingMessage): boolean {
  const at = rawHeaders.findIndex((name) => name.toLowerCase() === 'x-functions-key');
  return headers.authorization === `Bearer ${TOKEN}` || (at >= 0 && rawHeaders[at + 1] === KEY);
}

/** The token endpoint of Microsoft Entra. Credentials come in the form or as Basic authorization: it takes either. */
export async function startEntra(certificate: Certificate) {
  const requests: TokenRequest[] = [];
  const origin = await serveTls(async (request, response) => {
    const [, basic = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    const [client_id = '', client_secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const parameters = { path: request.url ?? '', client_id, client_secret, ...form };
    requests.push(parameters);
    const isKnown = parameters.client_secret === SECRET;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    const token = { token_type: 'Bearer', expires_in: 3599, access_token: TOKEN };
    response.end(JSON.stringify(isKnown ? token : { error: 'invalid_client' }));
  }, certificate);
  return { host: new URL(origin).host, requests };
}
