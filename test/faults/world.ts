import { createServer, type RequestListener } from 'node:http';
import type { Environment } from '../../src/system/environment.ts';
import { type Runtime, SYSTEM_RUNTIME } from '../../src/system/runtime.ts';
import type { BlobService } from './blob-service.ts';
import { type Clock, openClock } from './clock.ts';
import { end, open, portOf, read } from './connections.ts';
import type { Answer, Exchange, Fault } from './fault.ts';
import { daysAgo, FAULTY, NEIGHBOUR, sheetOf, toCsv } from './sheet.ts';

export const TOKEN = 'secret-token-of-the-world';
export const SIGNATURE = 'secret-signature-of-the-download';
export const GRAPH = 'graph.microsoft.com';
export const DOWNLOADS = 'reports.office.com';

/** Microsoft as far as this program knows it, on loopback. It is put on again for each fault. */
export interface World {
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

/** `@azure/identity` finds its endpoint once in a process, so a process has one world. */
export async function startWorld(): Promise<World> {
  const ports: Record<string, number> = {};
  const world: World = {
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
      now: () => world.clock.now(),
      startTimer: (ms) => world.clock.startTimer(ms),
      sleep: async (ms, signal) => {
        world.waits.push(ms);
        signal.throwIfAborted();
      },
      connect: ({ hostname }, callback) => {
        const port = world.fault.hosts?.[hostname] ?? ports[hostname];
        if (port === undefined) world.reached.push(hostname);
        open(port, callback);
      },
    },
    environment: {},
    close: () => {
      servers.forEach(end);
      world.blobs?.close();
    },
  };
  const servers = [identity(world), graph(world), downloads(world)].map((listener) => createServer(listener));
  const [tokens = 0, asked = 0, files = 0] = await Promise.all(servers.map(portOf));
  Object.assign(ports, { [GRAPH]: asked, [DOWNLOADS]: files });
  const environment = {
    IDENTITY_ENDPOINT: `http://127.0.0.1:${tokens}/msi/token`,
    IDENTITY_HEADER: 'x',
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
  };
  for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']) delete process.env[name];
  Object.assign(process.env, environment);
  Object.assign(world.environment, {
    ...environment,
    REPORTS: `${FAULTY.name},${NEIGHBOUR.name}`,
    REPORT_PERIOD: 'D7',
  });
  return world;
}

/** A token that is too young to die and too old to be kept: the library asks anew in each run. */
function identity(world: World): RequestListener {
  return (request, response) => {
    const expires = String(Math.floor(Date.now() / 1000) + 60);
    const token = { access_token: `${TOKEN}-${count(world, 'identity')}`, expires_on: expires, token_type: 'Bearer' };
    const well = () => void response.end(JSON.stringify({ ...token, resource: 'x' }));
    answer(world, world.fault.identity, { request, response, call: world.calls.identity ?? 0, well });
  };
}

function graph(world: World): RequestListener {
  return (request, response) => {
    const name = /\/reports\/(\w+)/.exec(request.url ?? '')?.[1] ?? '';
    const well = (location = `https://${DOWNLOADS}/data/${name}?sig=${SIGNATURE}`) =>
      void response.writeHead(302, { location }).end();
    const fault = name === FAULTY.name ? (world.fault.graph ?? world.fault.everyReport) : world.fault.everyReport;
    answer(world, fault, { request, response, call: count(world, name), well });
  };
}

function downloads(world: World): RequestListener {
  return (request, response) => {
    if (request.headers.authorization !== undefined) world.leaks.push(request.headers.host ?? '');
    const isFaulty = request.url?.includes(FAULTY.name);
    const well = () => void response.end(fileFor(isFaulty ? FAULTY : NEIGHBOUR, isFaulty ? world.fault : {}, world));
    answer(world, isFaulty ? world.fault.download : undefined, {
      request,
      response,
      call: count(world, `download ${isFaulty}`),
      well,
    });
  };
}

function fileFor(report: typeof FAULTY, { file = toCsv }: Partial<Fault>, { lagDays }: World): string | Buffer {
  return file(sheetOf(report, daysAgo(lagDays)));
}

function answer({ clock }: World, fault: Answer | undefined, exchange: Omit<Exchange, 'hang'>): void {
  if (fault === undefined) exchange.well();
  else fault({ ...exchange, hang: () => void read(exchange.request).then(clock.hang) });
}

function count({ calls }: World, what: string): number {
  calls[what] = (calls[what] ?? 0) + 1;
  return calls[what];
}
