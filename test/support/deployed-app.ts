import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { reports } from '../../src/catalogue/index.ts';
import type { Reason } from '../../src/errors/errors.ts';
import { toPrometheus } from '../../src/export/prometheus.ts';
import { EMPTY_STATUS, withOutcome } from '../../src/history/status.ts';
import { fleetHealthzResponse, healthzResponse } from '../../src/http/healthz.ts';
import { toHealthFamilies } from '../../src/metrics/health-families.ts';
import type { LastPlan } from '../../src/tenants/plan-store.ts';
import type { Output } from './fake-programs.ts';
import { serve } from './loopback.ts';

export const MASTER_KEY = 'master-key-Zm9yIHRlc3Rz==';
export const FUNCTION_KEY = 'function-key-b25seQ==';
const ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/app';

export interface Deployed {
  /** How the last pull of each report ended; `healthy` or a reason. */
  readonly outcomes: readonly (Reason | 'healthy')[];
  /** Whether each report was read before that. */
  readonly wasRead?: boolean;
  /** Unix time; undefined before the first run. */
  readonly lastRun: () => number | undefined;
  /** The same, as /metrics knows it; a little later than /healthz. */
  readonly rendered?: () => number | undefined;
  /** Of many tenants: the last plan, as /healthz tells of it. */
  readonly plan?: () => LastPlan | undefined;
  /** Of `POST /admin/functions/collect`, one after the other; the last stays. */
  readonly collect?: readonly number[];
  readonly settings?: Readonly<Record<string, string>>;
  /** Names as they are listed; the first list is empty, as it is right after publishing. */
  readonly functions?: readonly string[];
}

/** A function app on loopback that responds with the exporter's own code, and what az says of it. */
export async function functionApp(deployed: Deployed) {
  const requests: string[] = [];
  const origin = await serve(listener(deployed, requests));
  const app = { id: ID, properties: { defaultHostName: new URL(origin).host } };
  const functions = (deployed.functions ?? ['healthz', 'metrics', 'status', 'collect']).map((name) => ({
    name: `app/${name}`,
  }));
  const settings = Object.entries(deployed.settings ?? {}).map(([name, value]) => ({ name, value }));
  const az = (args: string, json: unknown, more: Partial<Output> = {}) => ({ program: 'az', args, json, ...more });
  const outputs: readonly Output[] = [
    az('^functionapp show -.*-resource-group rg --name app', app),
    az('^cloud show', { endpoints: { resourceManager: 'https://management.azure.com/' } }),
    az('^rest --method post .*syncfunctiontriggers', {}),
    az('^functionapp function list .*--name app', functions),
    az('^functionapp keys list', { masterKey: MASTER_KEY, functionKeys: { default: FUNCTION_KEY } }),
    az('^functionapp config appsettings list', settings),
  ];
  return { origin, outputs, requests };
}

function listener(deployed: Deployed, requests: string[]): RequestListener {
  const statuses = [...(deployed.collect ?? [202])];
  return async (request, response) => {
    requests.push(`${request.method} ${request.url} ${await text(request)}`.trim());
    const key = request.headers['x-functions-key'];
    if (request.url === '/healthz') {
      const health = deployed.plan
        ? fleetHealthzResponse(deployed.plan(), false)
        : await healthzResponse({ loadLastRun: async () => lastRunOf(deployed) });
      response.writeHead(health.status, health.headers).end(health.body);
    } else if (request.url === '/metrics') {
      const isOpen = key === FUNCTION_KEY && deployed.settings?.HTTP_AUTH !== 'anonymous';
      response.writeHead(isOpen ? 200 : 401).end(isOpen ? await exposition(deployed) : '');
    } else {
      const status = statuses.length > 1 ? statuses.shift() : statuses[0];
      response.writeHead(key === MASTER_KEY && status !== undefined ? status : 401).end();
    }
  };
}

function lastRunOf({ outcomes, lastRun }: Deployed) {
  const finished = lastRun();
  if (finished === undefined) return undefined;
  const healthy = outcomes.filter((outcome) => outcome === 'healthy').length;
  const finishedAt = new Date(finished * 1000).toISOString();
  const notOffered = outcomes.filter((outcome) => outcome === 'not_available' || outcome === 'not_onboarded').length;
  const reports = { selected: outcomes.length, healthy, notOffered };
  return { version: 1 as const, finishedAt, graphResponses: {}, reports };
}

async function exposition(deployed: Deployed): Promise<string> {
  const at = lastRunOf({ ...deployed, lastRun: deployed.rendered ?? deployed.lastRun })?.finishedAt;
  const before = deployed.wasRead ? { ...EMPTY_STATUS, lastSuccessAt: '2026-01-01T00:00:00.000Z' } : EMPTY_STATUS;
  const known = deployed.outcomes.flatMap((outcome, index) => {
    const report = reports[index];
    const failure = outcome === 'healthy' ? {} : { failure: { reason: outcome, message: '' } };
    return report ? [{ report, status: withOutcome(before, { at: at ?? '', seconds: 1, ...failure }) }] : [];
  });
  const run = { version: '1', node: 'v24', finishedAt: at, graphResponses: {}, exports: [] };
  const service = { name: 'test', version: '1', resourceAttributes: '' };
  return (await Array.fromAsync(toPrometheus(toHealthFamilies(known, run), service, new Date()))).join('');
}
