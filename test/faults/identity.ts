import { hang, late, odata, reset, status } from './answers.ts';
import type { Answer, Fault } from './fault.ts';

const refuseFirstToken: Answer = (exchange) =>
  exchange.request.headers.authorization?.endsWith('-1')
    ? odata(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.')(exchange)
    : exchange.well();

/** The library tries again by itself, more slowly each time, until a try has lasted too long. */
const resetAndWait: Answer = (exchange) => (exchange.call === 1 ? late(reset) : reset)(exchange);

const aadsts = JSON.stringify({ error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret.' });

export const identityFaults: readonly Fault[] = [
  {
    name: 'the token endpoint breaks connections',
    identity: resetAndWait,
    expected: { reason: 'timeout', neighbour: 'timeout', sentence: 'the token endpoint gave no token', calls: 0 },
  },
  {
    name: 'the token endpoint does not answer',
    identity: late(hang),
    expected: { reason: 'timeout', neighbour: 'timeout', sentence: 'the token endpoint gave no token', calls: 0 },
  },
  {
    name: 'the token endpoint is slow',
    identity: ({ well }) => void setTimeout(well, 300),
    expected: { calls: 1 },
  },
  {
    name: 'the token endpoint refuses',
    identity: status(400, aadsts, { 'content-type': 'application/json' }),
    expected: { reason: 'unauthorized', neighbour: 'unauthorized', calls: 0 },
  },
  {
    name: 'the token endpoint sends no JSON',
    identity: status(200, '<html>'),
    expected: { reason: 'network', neighbour: 'network', sentence: 'the token endpoint gave no token', calls: 0 },
  },
  {
    name: 'the token is for another audience: 401 to every one',
    everyReport: odata(401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.'),
    expected: {
      ...{ reason: 'unauthorized', neighbour: 'unauthorized' },
      sentence: 'check that the credential and GRAPH_ENDPOINT belong to the same cloud',
    },
  },
  { name: 'the token expires in the middle of a run', graph: refuseFirstToken, expected: { calls: 2 } },
  { name: 'the token expires for every report at once', everyReport: refuseFirstToken, expected: { calls: 2 } },
];
