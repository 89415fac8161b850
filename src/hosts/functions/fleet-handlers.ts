import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { sentenceOf } from '../../errors/sentence-of.ts';
import { createFleet } from '../../fleet/create-fleet.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { isObject } from '../../history/stored.ts';
import type { Log } from '../../log.ts';
import { environment } from '../../system/environment.ts';
import { parseJson } from '../../system/json.ts';
import { once } from '../../system/once.ts';
import { createPool } from '../../tenants/pool.ts';
import { isTenantKey } from '../../tenants/tenant-key.ts';
import { respond, toLog, withReadableError } from './handlers.ts';

/** Opened by the first call, and again by the next one while the settings are wrong. */
const openFleet = once(() => createFleet(environment(), 'functions'));

/** The host ends a function after ten minutes: nobody is begun in the last eight and a half. */
const POOL_BEGINS_MS = 90_000;

/** Who is due, as messages. What they say is only: look at this tenant. */
export async function plan(context: InvocationContext): Promise<readonly string[]> {
  return withReadableError(async () => {
    const fleet = await openFleet();
    const keys = await fleet.enqueue(toLog(context, fleet.settings.base));
    return keys.map((tenant) => JSON.stringify({ version: 1, tenant }));
  });
}

/**
 * Pull one tenant. Whatever is foreseen is its state, and not thrown: the queue would bring the message again. What
 * nobody foresaw is its state too, so that the message finds it not due, and shows as a failed invocation.
 */
export async function pull(message: unknown, context: InvocationContext): Promise<void> {
  await withTenantIn(message, context, (key, fleet, log) => fleet.pull(key, { log }));
}

/** What failed five times: it becomes the state of its tenant, for whoever looks at the tenants. */
export async function poison(message: unknown, context: InvocationContext): Promise<void> {
  await withTenantIn(message, context, (key, fleet, log) => fleet.setAside(key, log));
}

async function withTenantIn(
  message: unknown,
  context: InvocationContext,
  work: (key: string, fleet: Fleet, log: Log) => Promise<unknown>,
): Promise<void> {
  await withReadableError(async () => {
    const fleet = await openFleet();
    const log = toLog(context, fleet.settings.base);
    const key = keyIn(message);
    if (key === undefined)
      log.warn('A message of the queue names no tenant and is dropped; only this program should write to it');
    else await work(key, fleet, log);
  });
}

/** The same without a queue, in this process: those that are not begun in time are due with the next plan. */
export async function pool(context: InvocationContext): Promise<void> {
  await withReadableError(async () => {
    const fleet = await openFleet();
    const log = toLog(context, fleet.settings.base);
    const run = async (key: string) => {
      await fleet.pull(key, { log }).catch((error: unknown) => log.error(`${key}: ${sentenceOf(error)}`));
    };
    const own = createPool(fleet.settings.tenantsAtATime, run, AbortSignal.timeout(POOL_BEGINS_MS));
    own.add(await fleet.plan(log));
    await own.idle();
  });
}

function keyIn(message: unknown): string | undefined {
  const read = typeof message === 'string' ? parseJson(message) : message;
  const key = isObject(read) ? read.tenant : undefined;
  return typeof key === 'string' && isTenantKey(key) ? key : undefined;
}

/** The path of a function; its tenant is taken as the host has decoded it, and is a key letter by letter or nobody's. */
const PATH_OF: Readonly<Record<string, (tenant: string) => string>> = {
  metrics: () => '/metrics',
  tenantMetrics: (tenant) => `/metrics/${tenant}`,
  targets: () => '/targets',
  tenantStatus: (tenant) => `/tenants/${tenant}`,
  status: () => '/',
  healthz: () => '/healthz',
  consented: () => '/consented',
};

export async function serve(name: string, request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const path = PATH_OF[name]?.(request.params.tenant ?? '') ?? '';
  const header = (wanted: string) => request.headers.get(wanted) ?? undefined;
  return respond(context, async () => (await openFleet()).respond(path, { header, query: request.query.toString() }));
}
