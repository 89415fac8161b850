import { ENTRA_CODES } from '../../../src/azure/entra-codes.ts';
import { toTokenError } from '../../../src/azure/token-error.ts';
import type { EdgeFault } from './edge.ts';

const ENTRA = new URL('https://login.microsoftonline.com/tenant/oauth2/v2.0/token');
const TOKEN = 'a token for Microsoft Graph';

/** The message that a response of the token endpoint becomes; one of 2xx with the error that the library then makes of it. */
async function messageFor(status: number, body: string): Promise<string> {
  const exchange = { url: ENTRA, response: { status, body, requestId: undefined } };
  const error = Object.assign(new Error('no token'), { name: 'AuthenticationRequiredError' });
  return (await toTokenError({ what: 'Microsoft Graph', error, exchange, isLate: false, env: {} })).message;
}

const errorBody = (code: string) =>
  JSON.stringify({ error: 'invalid_client', error_description: `${code}: a sentence with secrets` });

const someoneElse = (status: number) =>
  `Entra gave no token for Microsoft Graph: what returned ${status} for login.microsoftonline.com is not Entra; find out what on the way, such as a proxy or a login page, responds in its name`;

const RESPONSES: readonly (readonly [string, number, string, string])[] = [
  ['200 with a web page', 200, '<html>Sign in</html>', someoneElse(200)],
  ['301 with a web page', 301, '<html>', someoneElse(301)],
  ['403 with a web page', 403, '<html>', someoneElse(403)],
  [
    '407 with a web page',
    407,
    '<html>',
    'Entra gave no token for Microsoft Graph: a proxy that no setting names returned 407 and wants a name and password; set HTTPS_PROXY to http://<name>:<password>@<host>:<port>, percent-encoded',
  ],
  [
    '200 that the library cannot use',
    200,
    '{"access_token":"x"}',
    'the credential for Microsoft Graph cannot be used (AuthenticationRequiredError); check the certificate, which has to be one with an RSA key, or use AZURE_CLIENT_SECRET',
  ],
  [
    '429 without a code',
    429,
    '{"error":"temporarily_unavailable"}',
    'Entra gave no token for Microsoft Graph: it returned 429 (temporarily_unavailable); a later run tries again',
  ],
  [
    '400 without a code',
    400,
    '{"error":"invalid_request"}',
    'Entra gave no token for Microsoft Graph: it returned 400 (invalid_request); check AZURE_TENANT_ID, AZURE_CLIENT_ID and its secret',
  ],
  [
    'an unknown code',
    400,
    errorBody('AADSTS1234567'),
    `Entra refused ${TOKEN} (AADSTS1234567 invalid_client): look it up at https://login.microsoftonline.com/error?code=1234567 and correct the credential`,
  ],
];

export const entraFaults: readonly EdgeFault[] = [
  ...RESPONSES.map(([cause, status, body, sentence]) => ({
    ...{ edge: 'Entra', cause, sentence },
    message: () => messageFor(status, body),
  })),
  ...Object.entries(ENTRA_CODES).map(([code, { name = 'invalid_client', sentence }]) => ({
    ...{ edge: 'Entra', cause: code, sentence: `Entra refused ${TOKEN} (${code} ${name}): ${sentence}` },
    message: () => messageFor(401, errorBody(code)),
  })),
];
