import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { sentenceOf } from '../../errors/sentence-of.ts';
import { createFleet } from '../../fleet/create-fleet.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { isObject } from '../../history/stored.ts';
import { problemResponse } from '../../http/healthz.ts';
import { environment } from '../../system/environment.ts';
import { createPool } from '../../tenants/pool.ts';
import { isTenantKey } from '../../tenants/tenant-key.ts';
import { toLog, toResponse } from './handlers.ts';

let opened: Promise<Fleet> | undefined;

/** Opened by the first call, and again by the next one while the settings are wrong. */
function openOnce(): Promise<Fleet> {
  opened ??= createFleet(environment(), 'functions').catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** The host ends a function after ten minutes: nobody is begun in the last eight. */
const POOL_BEGINS_MS = 90_000;

/** Who is due, as messages. What they say is only: look at this tenant. */
export async function plan(context: InvocationContext): Promise<readonly string[]> {
  return told(async (fleet) => {
    const keys = await fleet.enqueue(toLog(context, fleet.settings.base));
    return keys.map((tenant) => JSON.stringify({ version: 1, tenant }));
  });
}

/** Pull one tenant. Whatever is foreseen is its state, and not thrown: the queue would bring the message again. */
export async function pull(message: unknown, context: InvocationContext): Promise<void> {
  await told(async (fleet) => {
    const log = toLog(context, fleet.settings.base);
    const key = keyIn(message);
    if (key === undefined)
      log.warn('A message of the queue names no tenant and is dropped; only this program should write to it');
    else await fleet.pull(key, { log });
  });
}

/** The same without a queue, in this process: those that are not begun in time are due with the next plan. */
export async function pool(context: InvocationContext): Promise<void> {
  await told(async (fleet) => {
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
  const read = typeof message === 'string' ? parse(message) : message;
  const key = isObject(read) ? read.tenant : undefined;
  return typeof key === 'string' && isTenantKey(key) ? key : undefined;
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
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

export async function answer(
  name: string,
  request: HttpRequest,
  context: InvocationContext,
): Promise<HttpResponseInit> {
  try {
    const { respond } = await openOnce();
    const path = PATH_OF[name]?.(request.params.tenant ?? '') ?? '';
    const header = (wanted: string) => request.headers.get(wanted) ?? undefined;
    return toResponse(await respond(path, { header, query: request.query.toString() }));
  } catch (error) {
    context.error(sentenceOf(error));
    return toResponse(problemResponse(error));
  }
}

/** The platform shows the message of what a function throws. */
async function told<T>(work: (fleet: Fleet) => Promise<T>): Promise<T> {
  try {
    return await work(await openOnce());
  } catch (error) {
    throw new Error(sentenceOf(error), { cause: error });
  }
}
