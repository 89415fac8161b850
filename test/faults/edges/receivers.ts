import { createServer } from 'node:http';
import { createOtlpExporter } from '../../../src/export/otlp.ts';
import { createRemoteWriteExporter } from '../../../src/export/remote-write.ts';
import type { MetricPoint } from '../../../src/metrics/point.ts';
import { readOtlp } from '../../../src/settings/otlp-settings.ts';
import { end, portOf } from '../connections.ts';
import { type EdgeFault, messageOf } from './edge.ts';

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const METRIC = { name: 'm365_groups', unit: '{group}', help: '' } as const;
const POINT: MetricPoint = { metric: METRIC, point: { labels: {}, value: 1 } };
const SERVICE = { name: 'm365', version: '1', resourceAttributes: '' };
const FAST = { now: () => new Date(), sleep: async () => {} };

/** What an exporter says of a receiver on loopback that replies so. */
async function messageFor(
  exporter: (url: URL) => ReturnType<typeof createOtlpExporter>,
  reply: Reply,
): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => void response.writeHead(reply.status, reply.headers).end(reply.body));
  });
  const url = new URL(`http://127.0.0.1:${await portOf(server)}/write`);
  try {
    const message = await messageOf(exporter(url).push([POINT], () => {}, AbortSignal.timeout(50_000)));
    return message.replaceAll(url.host, 'HOST');
  } finally {
    end(server);
  }
}

function otlp(url: URL) {
  const settings = readOtlp({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: url.href }, () => undefined);
  if (settings === undefined) throw new Error('no settings');
  return createOtlpExporter({ ...FAST, settings, service: SERVICE });
}

const remoteWrite = (url: URL) => createRemoteWriteExporter({ ...FAST, url, headers: {}, getToken: async () => '' });

const azureRemoteWrite = (url: URL) =>
  createRemoteWriteExporter({
    ...FAST,
    ...{ url, headers: {}, getToken: async () => 'token', tokenScopes: { '127.0.0.1': 'https://monitor.azure.com' } },
  });

const SAME = { location: 'https://127.0.0.1:1/elsewhere' };
const AWAY = { location: 'https://login.example/?secret' };
const PAGE = { 'content-type': 'text/html' };
const WANTS_PASSWORD =
  'did not respond: a proxy that no setting names returned 407 and wants a name and password; set HTTP_PROXY to http://<name>:<password>@<host>:<port>, percent-encoded';

const faults =
  (edge: string, who: string, exporter: Parameters<typeof messageFor>[0]) =>
  ([cause, reply, sentence]: readonly [string, Reply, string]): EdgeFault => ({
    ...{ edge, cause, sentence: `${who} ${sentence}` },
    message: () => messageFor(exporter, reply),
  });

const ofOtlp: readonly (readonly [string, Reply, string])[] = [
  ['400', { status: 400 }, 'returned 400; its own log says what it does not take'],
  ['401', { status: 401 }, 'returned 401; put the credential that it wants into OTEL_EXPORTER_OTLP_HEADERS'],
  [
    '403',
    { status: 403 },
    'returned 403; the credential in OTEL_EXPORTER_OTLP_HEADERS may not write there; give it that permission, or use another',
  ],
  [
    '404',
    { status: 404 },
    'returned 404; check OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: /v1/metrics is added to OTEL_EXPORTER_OTLP_ENDPOINT, and nothing to OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
  ],
  ['407', { status: 407 }, WANTS_PASSWORD],
  ['413', { status: 413 }, 'returned 413; raise the limit of the receiver, a request has about a megabyte'],
  [
    '415',
    { status: 415 },
    'returned 415; it does not take what is sent; name a receiver of OTLP over HTTP, or set OTEL_EXPORTER_OTLP_COMPRESSION to none',
  ],
  ['429', { status: 429 }, 'returned 429; it gets too much; raise its limit, a later run sends them again'],
  ['503', { status: 503 }, 'returned 503; its own log says what is wrong, a later run sends them again'],
  [
    '502 with a web page',
    { status: 502, headers: PAGE },
    'returned 502 with a web page, as a proxy or a gateway does; its own log says what is wrong, a later run sends them again',
  ],
  [
    '301 to https at the same host',
    { status: 301, headers: SAME },
    'returned 301, a redirect to another address at https://127.0.0.1:1, not followed; write the address that it has now into OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
  ],
  [
    '308 to another host',
    { status: 308, headers: AWAY },
    'returned 308, a redirect to https://login.example, not followed: a login page or a gateway; check OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, a later run sends them again',
  ],
  [
    '302 without Location',
    { status: 302 },
    'returned 302, a redirect that does not say where to; check OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, a later run sends them again',
  ],
  [
    '200 with a web page',
    { status: 200, headers: PAGE, body: '<html>' },
    'returned 200 with text/html, which does not say that it accepts the points: a login page, a proxy or another service; check OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, a later run sends them again',
  ],
  [
    '200 with 2 MiB',
    { status: 200, headers: PAGE, body: Buffer.alloc(2 * 1024 * 1024, '<') },
    'did not respond: the response of HOST is far longer than its own would be (UND_ERR_RES_EXCEEDED_MAX_SIZE); check the address, a page of somebody else is there',
  ],
];

const LOG = 'its own log says what it refuses; no other exporter may write the same series';

const ofRemoteWrite: readonly (readonly [string, Reply, string])[] = [
  ['400', { status: 400 }, `returned 400; ${LOG}`],
  ['401', { status: 401 }, 'returned 401; put the credential that it wants into PROMETHEUS_REMOTE_WRITE_HEADERS'],
  [
    '403',
    { status: 403 },
    'returned 403; the credential in PROMETHEUS_REMOTE_WRITE_HEADERS may not write there; give it that permission, or use another',
  ],
  [
    '404',
    { status: 404 },
    'returned 404; check the path in PROMETHEUS_REMOTE_WRITE_URL; Prometheus itself needs --web.enable-remote-write-receiver',
  ],
  [
    '405',
    { status: 405 },
    'returned 405; the path in PROMETHEUS_REMOTE_WRITE_URL is not that of remote write; Prometheus has /api/v1/write',
  ],
  ['407', { status: 407 }, WANTS_PASSWORD],
  ['409', { status: 409 }, `returned 409; ${LOG}`],
  ['413', { status: 413 }, 'returned 413; raise the limit of the receiver, a request has up to 2,000 samples'],
  [
    '415',
    { status: 415 },
    'returned 415; it does not take remote write 1.0; name a receiver that does in PROMETHEUS_REMOTE_WRITE_URL',
  ],
  ['429', { status: 429 }, 'returned 429; it gets too much; raise its limit, a later run tries again'],
  ['500', { status: 500 }, 'returned 500; its own log says what is wrong, a later run tries again'],
  [
    '308 to https at the same host',
    { status: 308, headers: SAME },
    'returned 308, a redirect to another address at https://127.0.0.1:1, not followed; write the address that it has now into PROMETHEUS_REMOTE_WRITE_URL',
  ],
  [
    '301 to another host',
    { status: 301, headers: AWAY },
    'returned 301, a redirect to https://login.example, not followed: a login page or a gateway; check PROMETHEUS_REMOTE_WRITE_URL, a later run sends them again',
  ],
  [
    '200 with a web page',
    { status: 200, headers: PAGE, body: '<html>' },
    'returned 200 with text/html, which does not say that it accepts the points: a login page, a proxy or another service; check PROMETHEUS_REMOTE_WRITE_URL, a later run sends them again',
  ],
];

const ofAzure: readonly (readonly [string, Reply, string])[] = [
  [
    '401',
    { status: 401 },
    'returned 401; check that PROMETHEUS_REMOTE_WRITE_URL is of the tenant and the cloud of the identity',
  ],
  [
    '403',
    { status: 403 },
    'returned 403; give the managed identity the role Monitoring Metrics Publisher on the data collection rule, which takes some minutes',
  ],
];

const ENDPOINT = 'the remote-write endpoint';

export const receiverFaults: readonly EdgeFault[] = [
  ...ofOtlp.map(faults('OTLP', 'the OTLP receiver', otlp)),
  ...ofRemoteWrite.map(faults('remote write', ENDPOINT, remoteWrite)),
  ...ofAzure.map(faults('remote write to Azure', ENDPOINT, azureRemoteWrite)),
];
