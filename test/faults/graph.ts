import { TRY_TIMEOUT_MS } from '../../src/system/runtime.ts';
import { DOWNLOADS, GRAPH } from './fake-microsoft.ts';
import type { Fault, Respond } from './fault.ts';
import { NEIGHBOUR, NOW, PAUSE_MS } from './report-file.ts';
import { hang, hangInside, late, odata, once, reset, status } from './responses.ts';

/** Each wait is twice the one before. */
const BACKOFF = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000];

const throttled = (retryAfter: string): Respond => odata(429, 'TooManyRequests', '', { 'retry-after': retryAfter });

const inNinetySeconds: Respond = (exchange) =>
  throttled(new Date(NOW.getTime() + PAUSE_MS + 90_000).toUTCString())(exchange);

const nested = JSON.stringify({ error: { code: 'S2SUnauthorized', message: 'Invalid permission.' } });

/** Everything hangs but what the neighbour asks for. */
const hangForOthers: Respond = (exchange) => {
  if (exchange.request.url?.includes(NEIGHBOUR.name)) exchange.normally();
  else late(hang)(exchange);
};

export const graphFaults: readonly Fault[] = [
  {
    name: 'Graph returns 400',
    graph: odata(400, 'BadRequest', 'Something is off at https://graph.example/secret.'),
    expected: { reason: 'server', sentence: 'Graph returned 400 (BadRequest): Something is off at <url>', calls: 1 },
  },
  {
    name: 'Graph returns 403',
    graph: odata(403, 'S2SUnauthorized', 'Invalid permission.'),
    expected: { reason: 'unauthorized', sentence: 'grant the application permission Reports.Read.All', calls: 1 },
  },
  {
    name: 'Graph returns 403 with the reason nested in the message',
    graph: odata(403, 'UnknownError', nested),
    expected: { reason: 'unauthorized', sentence: 'Graph returned 403 (S2SUnauthorized)', calls: 1 },
  },
  {
    name: 'Graph returns 403 MissingCredentials to a good token',
    graph: odata(403, 'MissingCredentials'),
    expected: { reason: 'server', sentence: 'Graph returned 403 (MissingCredentials)', calls: 8, waits: BACKOFF },
  },
  {
    name: 'Graph returns 404',
    graph: odata(404, 'ResourceNotFound'),
    expected: { reason: 'not_available', sentence: 'leave it out of REPORTS; but it was read until 20', calls: 1 },
  },
  {
    name: 'Graph returns 404 UnknownTenantId',
    graph: odata(404, 'UnknownTenantId'),
    expected: { reason: 'not_onboarded', sentence: 'they begin some days after its first use', calls: 1 },
  },
  {
    name: 'Graph returns 429 with Retry-After in seconds',
    graph: once(throttled('30')),
    expected: { calls: 2, waits: [30_000] },
  },
  {
    name: 'Graph returns 429 with Retry-After in fractions',
    graph: once(throttled('2.128')),
    expected: { calls: 2, waits: [2_128] },
  },
  {
    name: 'Graph returns 429 with Retry-After as a date',
    graph: once(inNinetySeconds),
    expected: {
      calls: 2,
      waits: [90_000],
    },
  },
  ...['3600', '99999999999999999999', '9'.repeat(400)].map((retryAfter) => ({
    name: `Graph returns 429 with Retry-After of ${retryAfter.length} digits`,
    graph: throttled(retryAfter),
    expected: {
      reason: 'throttled',
      sentence: 'longer than this run may last: Graph returned 429 (TooManyRequests); a later run tries again',
      calls: 1,
      waits: [],
    } as const,
  })),
  {
    name: 'Graph returns 429 without Retry-After',
    graph: odata(429, 'TooManyRequests'),
    expected: { reason: 'throttled', sentence: 'Graph returned 429', calls: 8, waits: BACKOFF },
  },
  ...[500, 502, 503, 504].map((code) => ({
    name: `Graph returns ${code}`,
    graph: status(code, '<html>Bad gateway</html>'),
    expected: { reason: 'network', sentence: `Microsoft Graph returned ${code}`, calls: 8, waits: BACKOFF } as const,
  })),
  {
    name: 'Graph returns 503 with a page that is not UTF-8',
    graph: once(status(503, Buffer.from('<h1>D\xe9sol\xe9</h1>', 'latin1'))),
    expected: { calls: 2, waits: [250] },
  },
  ...[500, 503].map((code) => ({
    name: `Graph returns ${code} with nothing`,
    graph: status(code),
    expected: { reason: 'server', sentence: `Graph returned ${code}`, calls: 8, waits: BACKOFF } as const,
  })),
  {
    name: 'a proxy returns 503 with a page, and asks to wait for an hour',
    graph: status(503, '<html>', { server: 'squid/6.1', 'retry-after': '3600' }),
    expected: {
      reason: 'network',
      sentence:
        'it has to wait 3600 s, longer than this run may last: something other than Microsoft Graph returned 503 (server: squid/6.1); ask who runs the proxy',
      calls: 1,
    },
  },
  {
    name: 'Graph returns 408, once',
    graph: once(odata(408, 'RequestTimeout')),
    expected: { calls: 2 },
  },
  {
    name: 'Graph returns 401, since the token was revoked',
    everyReport: odata(
      401,
      'InvalidAuthenticationToken',
      'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: LocationConditionEvaluationSatisfied',
    ),
    expected: {
      ...{ reason: 'unauthorized', neighbour: 'unauthorized' },
      sentence:
        'Graph returned 401 (InvalidAuthenticationToken): continuous access evaluation has revoked the token; the sign-in logs in Entra name the policy, which may want another address than that of this machine',
    },
  },
  {
    name: 'Graph returns 400 with a sentence',
    graph: odata(400, 'BadRequest', 'Tenant does not have a SPO license.'),
    expected: {
      reason: 'server',
      sentence: 'Graph returned 400 (BadRequest): Tenant does not have a SPO license; if this stays, open an issue',
    },
  },
  ...[200, 401, 403, 404, 410].map((code) => ({
    name: `a proxy returns ${code} with a page`,
    graph: status(code, '<html><head><title>Access denied</title></head></html>', { server: 'squid/6.1' }),
    expected: {
      reason: 'network',
      sentence: `something other than Microsoft Graph returned ${code} (server: squid/6.1, page: Access denied); ask who runs the proxy`,
      calls: 1,
    } as const,
  })),
  {
    name: 'a gateway returns 404 with nothing',
    graph: status(404),
    expected: {
      reason: 'network',
      sentence: 'something other than Microsoft Graph returned 404; ask who runs',
      calls: 1,
    },
  },
  {
    name: 'Graph returns 503 with a page of 9 MiB',
    graph: status(503, Buffer.alloc(9 * 1024 * 1024, 'a')),
    expected: { reason: 'server', sentence: 'Graph returned 503', calls: 8 },
  },
  {
    name: 'Graph returns 304 to nothing',
    graph: status(304),
    expected: { reason: 'server', sentence: 'Graph returned 304 to a request without an ETag', calls: 8 },
  },
  {
    name: 'Graph refuses connections',
    hosts: { [GRAPH]: 1 },
    expected: {
      reason: 'network',
      neighbour: 'network',
      sentence: 'Graph did not respond: graph.microsoft.com refuses connections (ECONNREFUSED)',
    },
  },
  {
    name: 'Graph resets connections',
    graph: reset,
    expected: {
      reason: 'network',
      sentence: 'Graph did not respond: the connection to graph.microsoft.com was cut (',
      calls: 8,
    },
  },
  {
    name: 'Graph hangs before it responds',
    graph: late(hang),
    expected: { reason: 'timeout', sentence: 'Graph did not respond in time', calls: 2 },
  },
  {
    name: 'Graph hangs in the middle of a file',
    graph: late(hangInside(200)),
    expected: { reason: 'timeout', sentence: 'the response of graph.microsoft.com did not end in time', calls: 2 },
  },
  {
    name: 'Graph hangs in the middle of an error',
    graph: late(hangInside(503)),
    expected: { reason: 'timeout', calls: 2 },
  },
  {
    name: 'Graph hangs in the body of a redirect',
    graph: hangInside(302, { location: `https://${DOWNLOADS}/data/getEmailActivityCounts` }),
    expected: { calls: 1 },
  },
  {
    name: 'Graph hangs for twenty reports',
    everyReport: hangForOthers,
    environment: { REPORTS: 'skype,outlook,sharepoint' },
    expected: { reason: 'timeout', sentence: 'Graph did not respond in time' },
  },
  {
    name: 'Graph hangs for every report',
    everyReport: late(hang),
    environment: { REPORTS: 'all' },
    runtime: { runTimeMs: 1.5 * TRY_TIMEOUT_MS },
    expected: {
      reason: 'timeout',
      neighbour: 'timeout',
      sentence: 'the run was out of time before the report was read',
    },
  },
];
