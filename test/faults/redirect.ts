import { SIGNATURE } from './fake-microsoft.ts';
import type { Fault, Respond } from './fault.ts';
import { status } from './responses.ts';

const to = (location: string): Respond => status(302, '', { location });

const signed = (origin: string) => `${origin}/data/download?sig=${SIGNATURE}`;

/** Host names that match these addresses by their text alone. */
const CARELESS =
  '*.office.com,*.254.169.254,*.0.0.7,*.16.0.7,*.168.0.7,*.64.0.7,*.0.0.1,*.0.0.0,localhost,files.localhost';

/** Inside of every network, or of this machine; the last ones say the same in other words. */
const INSIDE = [
  ...['169.254.169.254', '10.0.0.7', '172.16.0.7', '192.168.0.7', '100.64.0.7', '127.0.0.1', '0.0.0.0'],
  ...['[::1]', '[::]', '[fe80::7]', '[fd00::7]', '[::ffff:169.254.169.254]', '[64:ff9b::a9fe:a9fe]'],
  ...['2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518', '169.254.169.254.'],
  ...['localhost', 'localhost.', 'files.localhost', 'LOCALHOST', '①②⑦.⓪.⓪.①'],
];

export const redirectFaults: readonly Fault[] = [
  {
    name: 'a redirect to another host',
    graph: to(signed('https://files.example')),
    expected: {
      reason: 'redirect',
      sentence: "to https://files.example, which is not allowed; if that host is Microsoft's, add it",
      calls: 1,
    },
  },
  {
    name: 'a redirect to a host whose name only ends like an allowed one',
    graph: to(signed('https://reports.office.com.files.example')),
    expected: { reason: 'redirect', calls: 1 },
  },
  {
    name: 'a redirect to http',
    graph: to(signed('http://reports.office.com')),
    expected: { reason: 'redirect', sentence: 'to http://reports.office.com, which is not encrypted', calls: 1 },
  },
  {
    name: 'a redirect to Graph itself',
    graph: ({ request, response, normally }) =>
      request.headers.authorization === undefined
        ? normally()
        : void response.writeHead(302, { location: `https://graph.microsoft.com${request.url}` }).end(),
    expected: {
      reason: 'redirect',
      sentence:
        'Graph redirected to itself, and there returned 302, a second redirect, which is not followed; find out who responds in its name, such as a proxy or a login page',
      calls: 2,
    },
  },
  {
    name: 'a redirect without Location',
    graph: status(302),
    expected: { reason: 'redirect', sentence: 'Graph redirected without saying where to', calls: 1 },
  },
  {
    name: 'a redirect to a path',
    graph: to('/v1.0/other'),
    expected: { reason: 'redirect', sentence: 'Graph redirected to what is no whole address', calls: 1 },
  },
  {
    name: 'a second redirect',
    download: to(signed('https://reports.office.com')),
    expected: {
      reason: 'redirect',
      sentence:
        'the download host reports.office.com returned 302, a second redirect, which is not followed; find out who responds in its name, such as a proxy or a login page',
      calls: 1,
    },
  },
  {
    name: 'a redirect that Graph does not document',
    graph: status(307, '', { location: signed('https://reports.office.com') }),
    expected: { reason: 'redirect', sentence: 'Graph returned 307', calls: 1 },
  },
  ...INSIDE.map((host) => ({
    name: `a redirect to ${host}, although a listed host matches it`,
    graph: to(
      encodeURI(signed(`https://${host}`))
        .replaceAll('%5B', '[')
        .replaceAll('%5D', ']'),
    ),
    environment: { REPORT_DOWNLOAD_HOSTS: CARELESS },
    expected: { reason: 'redirect', sentence: 'an address inside the network', calls: 1, reached: [] } as const,
  })),
];
