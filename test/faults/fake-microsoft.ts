import { createServer, type RequestListener } from 'node:http';
import type { Environment } from '../../src/system/environment.ts';
import { type Runtime, SYSTEM_RUNTIME } from '../../src/system/runtime.ts';
import type { BlobService } from './blob-service.ts';
import { type Clock, openClock } from './clock.ts';
import { end, open, portOf, read } from './connections.ts';
import type { Exchange, Fault, Respond } from './fault.ts';
import { contentOf, daysAgo, FAULTY, NEIGHBOUR, toCsv } from './report-file.ts';

export const TOKEN = 'secret-token-of-the-fake';
export const SIGNATURE = 'secret-signature-of-the-download';
export const GRAPH = 'graph.microsoft.com';
export const DOWNLOADS = 'reports.office.com';

/** Microsoft as far as this program knows it, on loopback. It is put on again for each fault. */
export interface FakeMicrosoft {
  fault: Partial<Fault>;
  /** How many days ago the reports were refreshed. */
  lagDays: number;
  /** Calls of Graph by report, and all other requests. */
  readonly calls: Record<string, number>;
  readonly waits: number[];
  /** Hosts that a connection was wanted to, and refused. */
  readonly reached: string[];
  /** Where a token went although it must not. */
  readonly leaks: string[];
  /** Where history is. */
  folder: string;
  /** Begins anew for each fault. */
  clock: Clock;
  readonly runtime: Runtime;
  /** Of every run. */
  readonly environment: Environment;
  /** Of the run that suffers. */
  environmentOfRun: Environment;
  /** Started when a fault first needs it. */
  blobs: BlobService | undefined;
  readonly close: () => void;
}

/** `@azure/identity` finds its endpoint once in a process, so a process has one fake Microsoft. */
export async function startFakeMicrosoft(): Promise<FakeMicrosoft> {
  const ports: Record<string, number> = {};
  const microsoft: FakeMicrosoft = {
    ...{
      fault: {},
      lagDays: 3,
      calls: {},
      waits: [],
      reached: [],
      leaks: [],
      folder: '',
      environmentOfRun: {},
      blobs: undefined,
      clock: openClock(),
    },
    runtime: {
      ...SYSTEM_RUNTIME,
      now: () => microsoft.clock.now(),
      startTimer: (ms) => microsoft.clock.startTimer(ms),
      sleep: async (ms, signal) => {
        microsoft.waits.push(ms);
        signal.throwIfAborted();
      },
      connect: ({ hostname }, callback) => {
        const port = microsoft.fault.hosts?.[hostname] ?? ports[hostname];
        if (port === undefined) microsoft.reached.push(hostname);
        open(port, callback);
      },
    },
    environment: {},
    close: () => {
      servers.forEach(end);
      microsoft.blobs?.close();
    },
  };
  const servers = [identity(microsoft), graph(microsoft), downloads(microsoft)].map((listener) =>
    createServer(listener),
  );
  const [tokenPort = 0, graphPort = 0, downloadPort = 0] = await Promise.all(servers.map(portOf));
  Object.assign(ports, { [GRAPH]: graphPort, [DOWNLOADS]: downloadPort });
  const environment = {
    IDENTITY_ENDPOINT: `http://127.0.0.1:${tokenPort}/msi/token`,
    IDENTITY_HEADER: 'x',
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
  };
  for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']) delete process.env[name];
  Object.assign(process.env, environment);
  Object.assign(microsoft.environment, {
    ...environment,
    REPORTS: `${FAULTY.name},${NEIGHBOUR.name}`,
    REPORT_PERIOD: 'D7',
  });
  return microsoft;
}

/** A token that is too young to die and too old to be kept: the library asks anew in each run. */
function identity(microsoft: FakeMicrosoft): RequestListener {
  return (request, response) => {
    const expires = String(Math.floor(Date.now() / 1000) + 60);
    const token = {
      access_token: `${TOKEN}-${count(microsoft, 'identity')}`,
      expires_on: expires,
      token_type: 'Bearer',
    };
    const normally = () => void response.end(JSON.stringify({ ...token, resource: 'x' }));
    respond(microsoft, microsoft.fault.identity, { request, response, call: microsoft.calls.identity ?? 0, normally });
  };
}

function graph(microsoft: FakeMicrosoft): RequestListener {
  return (request, response) => {
    const name = /\/reports\/(\w+)/.exec(request.url ?? '')?.[1] ?? '';
    const normally = (location = `https://${DOWNLOADS}/data/${name}?sig=${SIGNATURE}`) =>
      void response.writeHead(302, { location }).end();
    const fault =
      name === FAULTY.name ? (microsoft.fault.graph ?? microsoft.fault.everyReport) : microsoft.fault.everyReport;
    respond(microsoft, fault, { request, response, call: count(microsoft, name), normally });
  };
}

function downloads(microsoft: FakeMicrosoft): RequestListener {
  return (request, response) => {
    if (request.headers.authorization !== undefined) microsoft.leaks.push(request.headers.host ?? '');
    const isFaulty = request.url?.includes(FAULTY.name);
    const normally = () =>
      void response.end(fileFor(isFaulty ? FAULTY : NEIGHBOUR, isFaulty ? microsoft.fault : {}, microsoft));
    respond(microsoft, isFaulty ? microsoft.fault.download : undefined, {
      request,
      response,
      call: count(microsoft, `download ${isFaulty}`),
      normally,
    });
  };
}

function fileFor(report: typeof FAULTY, { file = toCsv }: Partial<Fault>, { lagDays }: FakeMicrosoft): string | Buffer {
  return file(contentOf(report, daysAgo(lagDays)));
}

function respond({ clock }: FakeMicrosoft, fault: Respond | undefined, exchange: Omit<Exchange, 'hang'>): void {
  if (fault === undefined) exchange.normally();
  else fault({ ...exchange, hang: () => void read(exchange.request).then(clock.hang) });
}

function count({ calls }: FakeMicrosoft, what: string): number {
  calls[what] = (calls[what] ?? 0) + 1;
  return calls[what];
}
