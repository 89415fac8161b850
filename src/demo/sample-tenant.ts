import { createHash, randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { reports } from '../catalogue/index.ts';
import { PERIODS, type Report } from '../catalogue/types.ts';
import { readClaims } from '../graph/token-claims.ts';
import { toDay } from '../report/dates.ts';
import { daysOf } from '../report/files.ts';
import type { Environment } from '../system/environment.ts';
import { close, originOf, serve } from './loopback.ts';
import { sampleToken } from './sample-token.ts';
import { type SampleUsage, sampleCsv } from './sample-usage.ts';

export interface SampleTenant {
  /** What makes the exporter and `@azure/identity` take it for Microsoft. */
  readonly environment: Environment;
  readonly close: () => void;
}

const SECRET = randomUUID();

/**
 * A Graph with an identity endpoint and a download host, on loopback, speaking the documented protocol.
 *
 * @param usages of tenants that are told apart by the directories in their tokens
 */
export async function startSampleTenant(
  now: () => Date,
  usages: ReadonlyMap<string, SampleUsage> = new Map(),
): Promise<SampleTenant> {
  const files = new Map<string, string>();
  const downloads = await serve(downloadListener(files));
  const graph = await serve(graphListener({ files, downloads: originOf(downloads), now, usages }));
  return {
    environment: {
      GRAPH_ENDPOINT: originOf(graph),
      IDENTITY_ENDPOINT: `${originOf(graph)}/msi/token`,
      IDENTITY_HEADER: SECRET,
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    },
    close: () => close(graph, downloads),
  };
}

interface SampleGraph {
  readonly files: Map<string, string>;
  readonly downloads: string;
  readonly now: () => Date;
  readonly usages: ReadonlyMap<string, SampleUsage>;
}

/** https://learn.microsoft.com/graph/api/reportroot-getoffice365groupsactivitygroupcounts#response */
function graphListener({ files, downloads, now, usages }: SampleGraph): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname === '/msi/token') {
      if (request.headers['x-identity-header'] !== SECRET) return void response.writeHead(403).end();
      return void response.end(JSON.stringify(toToken(url.searchParams.get('resource') ?? '', now())));
    }
    const fail = (status: number, code: string, message: string) =>
      void response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { code, message } }));
    if (!request.headers.authorization?.startsWith('Bearer ')) {
      return fail(401, 'InvalidAuthenticationToken', 'Access token is empty.');
    }
    const requested = readPath(decodeURI(url.pathname));
    if (requested === undefined)
      return fail(400, 'BadRequest', `Resource not found for the segment '${url.pathname}'.`);
    const { report, period } = requested;
    const periods: readonly (string | undefined)[] =
      report.takesPeriod === false ? [undefined] : PERIODS.map((name) => report.periodNames?.[name]?.[0] ?? name);
    if (!periods.includes(period)) {
      return fail(
        400,
        'BadRequest',
        `The period value '${period}' is not supported. Use one of ${periods.join(', ')} instead.`,
      );
    }
    const usage = usages.get(readClaims(request.headers.authorization)?.directory ?? '');
    const csv = sampleCsv(report, period === undefined ? 1 : daysOf(period), toDay(now()), usage);
    const etag = `"${createHash('sha256').update(csv).digest('hex').slice(0, 16)}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    const id = randomUUID();
    files.set(id, csv);
    response.writeHead(302, { etag, 'content-type': 'text/plain', location: `${downloads}/data/download/${id}` }).end();
  };
}

/** The report and the period that a path names, in the version of Graph that has it. */
function readPath(path: string): { readonly report: Report; readonly period: string | undefined } | undefined {
  const [, version, folder, name, , period] = /^\/(v1\.0|beta)\/(.+)\/(\w+)(\(period='(D\d+)'\))?$/.exec(path) ?? [];
  const report = reports.find((candidate) => candidate.name === name);
  const isThere = report?.versions.some((known) => known === version);
  const expected = (version === 'v1.0' && report?.v1Folder) || 'reports';
  return report && isThere && folder === expected ? { report, period } : undefined;
}

/** The download URL is its own credential; a token must not come along. */
function downloadListener(files: Map<string, string>): RequestListener {
  return (request, response) => {
    const id = request.url?.replace('/data/download/', '') ?? '';
    const csv = files.get(id);
    files.delete(id);
    if (request.headers.authorization !== undefined) return void response.writeHead(400).end();
    if (csv === undefined) return void response.writeHead(403).end();
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(csv);
  };
}

/** https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
function toToken(resource: string, now: Date) {
  const expires = Math.floor(now.getTime() / 1000) + 3600;
  return {
    access_token: sampleToken(resource, expires),
    expires_on: String(expires),
    resource,
    token_type: 'Bearer',
  };
}
