import type { TokenCredential } from '@azure/identity';
import { createFleet } from '../../src/fleet/create-fleet.ts';
import type { Fleet } from '../../src/fleet/fleet.ts';
import type { CredentialOf } from '../../src/fleet/open-tenants.ts';
import type { HttpResponse } from '../../src/http/response.ts';
import type { Log } from '../../src/log.ts';
import { SYSTEM_RUNTIME } from '../../src/system/runtime.ts';
import { temporaryFolder } from './run.ts';
import { respondWithError, startTenant, type Tenant } from './tenant.ts';

export const REPORT = 'getOffice365GroupsActivityGroupCounts';

/** Every number of tenant 7 lies between 7,000,000 and 7,999,999. */
export const MARK = 1_000_000;

export function idOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** A token that says which directory it is for. */
export function tokenFor(directory: string | undefined, roles: readonly string[] = ['Reports.Read.All']): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'none' })}.${encode({ tid: directory, roles })}.`;
}

export function credential(token: string): TokenCredential {
  return { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
}

const right: CredentialOf =
  ({ id }) =>
  async () =>
    credential(tokenFor(id));

export interface TestFleet {
  readonly fleet: Fleet;
  readonly folder: string;
  readonly microsoft: Tenant;
  readonly environment: Readonly<Record<string, string>>;
  readonly lines: string[];
  readonly log: Log;
  /** Declare tenants `t1`, `t2`, ... with the ids of `idOf`. */
  readonly declare: (count: number) => Promise<void>;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<HttpResponse>;
  /** The same store and Graph in another process, so to say. */
  readonly again: (more?: Readonly<Record<string, string>>, credentialOf?: CredentialOf) => Promise<Fleet>;
}

/** Many tenants in this process over a Graph that tells them by their tokens. */
export async function startFleet({
  credentialOf = right,
  cacheBytes,
  settings = {},
}: {
  readonly credentialOf?: CredentialOf;
  readonly cacheBytes?: number;
  readonly settings?: Readonly<Record<string, string>>;
} = {}): Promise<TestFleet> {
  const microsoft = await startMarkedGraph();
  const folder = await temporaryFolder();
  const environment = {
    TENANTS: 'store',
    REPORTS: REPORT,
    HISTORY_STORE: `file:${folder}`,
    GRAPH_CLIENT_ID: '99999999-0000-4000-8000-000000000000',
    ...microsoft.environment,
    ...settings,
  };
  const lines: string[] = [];
  const at = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const log = { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
  const again: TestFleet['again'] = (more = {}, other = credentialOf) =>
    createFleet({ ...environment, ...more }, 'standalone', SYSTEM_RUNTIME, { credentialOf: other, cacheBytes });
  const fleet = await again();
  return {
    fleet,
    folder,
    microsoft,
    environment,
    lines,
    log,
    again,
    declare: async (count) => {
      for (let index = 1; index <= count; index += 1)
        await fleet.declared.edit(`t${index}`, () => ({ id: idOf(index) }));
    },
    get: (path, headers = {}) => fleet.respond(path, { header: (name) => headers[name] }),
  };
}

/** A Graph that has one report, with the numbers of the tenant that a token is for. */
export function startMarkedGraph(): Promise<Tenant> {
  return startTenant((report) => (request, response, redirect) => {
    if (report !== REPORT)
      return respondWithError(response, 400, 'BadRequest', "Resource not found for the segment 'x'.");
    redirect(fileOf(directoryIn(request.headers.authorization ?? '')));
  });
}

function directoryIn(authorization: string): number {
  const { tid } = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());
  return Number(String(tid).slice(-12));
}

function fileOf(index: number): string {
  const day = (age: number) => new Date(Date.now() - (age + 2) * 86_400_000).toISOString().slice(0, 10);
  const rows = Array.from(
    { length: 7 },
    (_, age) => `${day(0)},${index * MARK + age},${index * MARK + 500 + age},${day(age)},7`,
  );
  return `\uFEFF${['Report Refresh Date,Total,Active,Report Date,Report Period', ...rows].join('\r\n')}\r\n`;
}
