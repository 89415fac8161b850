import { createInterface } from 'node:readline';
import { BlobServiceClient } from '@azure/storage-blob';
import { createFleet } from '../../src/fleet/create-fleet.ts';
import type { Fleet } from '../../src/fleet/fleet.ts';
import { createBlobStore } from '../../src/store/blobs.ts';
import type { Store } from '../../src/store/store.ts';
import { shiftedTo } from '../any-day/clock.ts';
import { queueSignature, startAzuriteWithQueues } from './azurite.ts';
import { makeCertificate } from './certificate.ts';
import { startEntra } from './entra.ts';
import { idOf } from './fleet.ts';
import { knownTenant, REPORT_NAMES } from './known-tenant.ts';
import { ended, startProcess } from './run.ts';
import { type GraphHandler, startTenant, type Tenant } from './tenant.ts';

/** What the stand-in for the host tells of: see functions-host.cjs. */
export interface HostLine {
  readonly planned?: readonly string[];
  readonly began?: string;
  readonly ended?: string;
  readonly text?: string;
  readonly dequeueCount?: number;
  readonly error?: string;
  readonly logs?: readonly { readonly level: string; readonly message: string }[];
}

export interface Worker {
  readonly lines: HostLine[];
  readonly kill: () => void;
  readonly exited: Promise<unknown>;
}

/** A Function app of many tenants with everything around it: queues and blobs, Entra, an identity, and Graph. */
export interface ManyTenantsApp {
  readonly fleet: Fleet;
  readonly store: Store;
  readonly microsoft: Tenant;
  /** Plan once, as a timer that is so many minutes later; each message is sent so many times. */
  readonly plan: (options?: { readonly copies?: number; readonly minutes?: number }) => Promise<HostLine>;
  /** A process that serves the queues until it is killed. */
  readonly work: (options?: {
    readonly minutes?: number;
    readonly settings?: Readonly<Record<string, string>>;
  }) => Worker;
}

/** Of the files of a tenant; another way to respond where `instead` has one. */
export type Instead = (tenant: number, report: string) => GraphHandler | undefined;

/** Requests to Graph for one tenant: a file for each report and period. */
export const FILES = 8;

/** @param count of tenants, which are declared as `t1`, `t2`, ... */
export async function startManyTenantsApp(count: number, instead: Instead = () => undefined): Promise<ManyTenantsApp> {
  const certificate = await makeCertificate();
  const known = knownTenant();
  const microsoft = await startTenant((report, period) => (request, response, redirect) => {
    const own = instead(tenantOf(request.headers.authorization ?? ''), report);
    const file = known.fileOf(report, period);
    if (own !== undefined) own(request, response, redirect);
    else if (typeof file === 'string') redirect(file);
  });
  const entra = await startEntra(certificate);
  for (let index = 1; index <= count; index += 1) entra.answers.set(idOf(index), { roles: ['Reports.Read.All'] });
  const { connection, queues } = await startAzuriteWithQueues();
  const environment = {
    ...microsoft.environment,
    AZURE_AUTHORITY_HOST: entra.origin,
    NODE_EXTRA_CA_CERTS: certificate.file,
    AzureWebJobsStorage: connection,
    TENANTS: 'store',
    GRAPH_CLIENT_ID: '99999999-0000-4000-8000-000000000000',
    REPORTS: REPORT_NAMES.join(','),
    LOG_LEVEL: 'debug',
    QUEUES: queues,
    QUEUES_SIGNATURE: queueSignature(),
    MINUTE_MS: '2000',
  };
  const fleet = await createFleet({ ...environment, HISTORY_STORE: 'blob:usage-reports' }, 'functions');
  for (let index = 1; index <= count; index += 1) await fleet.declared.edit(`t${index}`, () => ({ id: idOf(index) }));

  const start = (args: readonly string[], minutes: number, settings: Readonly<Record<string, string>> = {}) =>
    startProcess(process.execPath, ['test/support/functions-host.cjs', ...args], {
      ...environment,
      ...laterBy(minutes),
      ...settings,
    });
  return {
    fleet,
    store: createBlobStore(BlobServiceClient.fromConnectionString(connection), 'usage-reports'),
    microsoft,
    plan: async ({ copies = 1, minutes = 0 } = {}) => {
      const { stdout, stderr, status } = await ended(start(['plan', String(copies)], minutes));
      if (status !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    },
    work: ({ minutes = 0, settings = {} } = {}) => {
      const child = start(['work'], minutes, settings);
      const lines: HostLine[] = [];
      // A stand-in that ends by itself has a mistake, and whoever waits for it would wait in vain.
      child.stderr?.on('data', (chunk) => process.stderr.write(chunk));
      if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line)));
      return {
        lines,
        kill: () => child.kill('SIGKILL'),
        exited: new Promise((resolve) => child.once('close', resolve)),
      };
    },
  };
}

/** The shift of the tests' own clock, and so many minutes. */
function laterBy(minutes: number): Readonly<Record<string, string>> {
  return shiftedTo(new Date(Date.now() + minutes * 60_000), process.env.TZ ?? 'UTC');
}

function tenantOf(authorization: string): number {
  const { tid } = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());
  return Number(String(tid).slice(-12));
}
