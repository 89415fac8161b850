import { readVerdict } from '../../../src/export/breeze-response.ts';
import { ingestionError } from '../../../src/export/ingestion-error.ts';
import type { EdgeFault } from './edge.ts';

const HOST = new URL('https://westeurope-5.in.applicationinsights.azure.com/v2.1/track');
const LATER = 'a later run sends them again';
const SETTING = 'APPLICATIONINSIGHTS_CONNECTION_STRING';
const UNREACHED = 'Azure Monitor was not reached, 1 point was not accepted:';

/** By the response that came for one point; the exporter itself is tested beside it, over TLS. */
async function messageFor(status: number, body: string): Promise<string> {
  const response = { url: HOST, status, body, isOverTls: true };
  return ingestionError(1, readVerdict([], response), response).message.replaceAll(HOST.host, 'HOST');
}

const RESPONSES: readonly (readonly [string, number, string, string])[] = [
  ['400', 400, '{}', `check ${SETTING}`],
  [
    '401',
    401,
    '',
    'the resource wants Entra: set APPLICATIONINSIGHTS_AUTHENTICATION_STRING to Authorization=AAD, and give the identity the role Monitoring Metrics Publisher on the Application Insights resource',
  ],
  ['403', 403, '', 'give the identity the role Monitoring Metrics Publisher on the Application Insights resource'],
  ['404', 404, '', `check IngestionEndpoint in ${SETTING}`],
  [
    '413',
    413,
    '',
    'something on the way does not let half a megabyte through; ask who runs the proxy or gateway to raise its limit',
  ],
  ['429', 429, '', `the resource gets too many points; ${LATER}`],
  ['439', 439, '{}', 'the daily cap of the resource is used up; raise it, or wait for the next day'],
  ['503', 503, '', `it has a fault of its own, ${LATER}`],
  ['302', 302, '', `a redirect, as of a login page or a gateway; check IngestionEndpoint in ${SETTING}`],
  ['308', 308, '', 'the endpoint has moved; copy the connection string from the portal anew'],
  [
    '200 with a web page',
    200,
    '<html>',
    `the response is not that of Application Insights but a login page, a proxy or another service; check IngestionEndpoint in ${SETTING}, ${LATER}`,
  ],
].map(([cause, status, body, advice]) => [
  String(cause),
  Number(status),
  String(body),
  `Azure Monitor returned ${status}, 1 point was not accepted; ${advice}`,
]);

const OTHERS: readonly (readonly [string, number, string, string])[] = [
  [
    '403 with a web page',
    403,
    '<html>',
    `${UNREACHED} something else returned 403 for HOST with a web page; ask who runs the proxy or firewall on the way`,
  ],
  [
    '407',
    407,
    '',
    `${UNREACHED} a proxy that no setting names returned 407 and wants a name and password; set HTTPS_PROXY to http://<name>:<password>@<host>:<port>, percent-encoded`,
  ],
];

export const monitorFaults: readonly EdgeFault[] = [...RESPONSES, ...OTHERS].map(([cause, status, body, sentence]) => ({
  ...{ edge: 'Azure Monitor', cause, sentence },
  message: () => messageFor(status, body),
}));
