import type { HttpResponse } from './response.ts';

/** https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html */
const HEADERS = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** For every response of either host, errors too: no browser does more with it than show it. */
export function withSecurityHeaders(response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...HEADERS, ...response.headers } };
}
