import type { Fault, Respond } from './fault.ts';
import { hang, late, odata, reset, status } from './responses.ts';

const rejectFirstToken: Respond = (exchange) =>
  exchange.request.headers.authorization?.endsWith('-1')
    ? odata(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.')(exchange)
    : exchange.normally();

/** The library tries again by itself, more slowly each time, until a try has lasted too long. */
const resetAndWait: Respond = (exchange) => (exchange.call === 1 ? late(reset) : reset)(exchange);

/** As App Service says it of an identity that an app does not have. */
const notFound = JSON.stringify({ statusCode: 400, message: 'No managed identity was found.' });

export const identityFaults: readonly Fault[] = [
  {
    name: 'the token endpoint breaks connections',
    identity: resetAndWait,
    expected: {
      ...{ reason: 'timeout', neighbour: 'timeout', calls: 0 },
      sentence:
        /the managed identity endpoint gave no token for Microsoft Graph: the connection to 127\.0\.0\.1:\d+ was cut/,
    },
  },
  {
    name: 'the token endpoint does not respond',
    identity: late(hang),
    expected: {
      ...{ reason: 'timeout', neighbour: 'timeout', calls: 0 },
      sentence: /127\.0\.0\.1:\d+ gave no token for Microsoft Graph in time/,
    },
  },
  {
    name: 'the token endpoint is slow',
    identity: ({ normally }) => void setTimeout(normally, 300),
    expected: { calls: 1 },
  },
  {
    name: 'the token endpoint refuses',
    identity: status(400, notFound, { 'content-type': 'application/json' }),
    expected: {
      ...{ reason: 'unauthorized', neighbour: 'unauthorized', calls: 0 },
      sentence: 'it returned 400; the app has no system-assigned identity; turn it on, or name a user-assigned one',
    },
  },
  {
    name: 'the token endpoint does not let the app in',
    identity: status(403, '{}', { 'content-type': 'application/json' }),
    expected: {
      ...{ reason: 'unauthorized', neighbour: 'unauthorized', calls: 0 },
      sentence: 'it returned 403: it does not accept IDENTITY_HEADER',
    },
  },
  {
    name: 'the token endpoint sends no JSON',
    identity: status(200, '<html>'),
    expected: {
      ...{ reason: 'network', neighbour: 'network', calls: 0 },
      sentence: 'the managed identity endpoint gave no token for Microsoft Graph: it returned 200 without a token',
    },
  },
  {
    name: 'the token is for another audience: 401 to every one',
    everyReport: odata(401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.'),
    expected: {
      ...{ reason: 'unauthorized', neighbour: 'unauthorized' },
      sentence: 'check that the credential and GRAPH_ENDPOINT belong to the same cloud',
    },
  },
  { name: 'the token expires in the middle of a run', graph: rejectFirstToken, expected: { calls: 2 } },
  { name: 'the token expires for every report at once', everyReport: rejectFirstToken, expected: { calls: 2 } },
];
