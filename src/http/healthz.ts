import { ConfigError, DeclarationError, StoreError, WrongDirectoryError } from '../errors/errors.ts';
import { VERSION } from '../settings/version.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { LastRun } from '../store/last-run-schema.ts';
import type { LastPlan } from '../tenants/plan-store.ts';
import type { HttpResponse } from './response.ts';

/** `GET /healthz`, without authentication: nothing of the tenant, of a host or of a setting's value. */
export async function healthzResponse(history: Pick<HistoryStore, 'loadLastRun'>): Promise<HttpResponse> {
  const lastRun = await history.loadLastRun();
  return toResponse(200, {
    status: 'ok',
    version: VERSION,
    last_run: lastRun?.finishedAt ?? null,
    reports: lastRun === undefined ? null : toCounts(lastRun.reports),
  });
}

function toCounts({ selected, healthy, notOffered = 0 }: LastRun['reports']): object {
  return { selected, healthy, ...(notOffered > 0 && { not_offered: notOffered }) };
}

/** The same for many tenants: how many there are, and no key and no name. */
export function fleetHealthzResponse(plan: LastPlan | undefined, problem: boolean): HttpResponse {
  return toResponse(200, {
    status: 'ok',
    version: VERSION,
    last_plan: plan?.at ?? null,
    tenants: plan === undefined ? null : toTenantCounts(plan.tenants),
    ...(problem && { problem: DECLARATION }),
  });
}

function toTenantCounts(states: LastPlan['tenants']): object {
  const sum = (names: readonly string[]) => names.reduce((all, name) => all + (states[name] ?? 0), 0);
  const declared = sum(Object.keys(states));
  const [healthy, waiting, disabled] = [sum(['healthy']), sum(['new', 'waiting_for_consent']), sum(['disabled'])];
  return {
    declared,
    healthy,
    failing: declared - healthy - waiting - disabled,
    waiting,
    ...(disabled > 0 && { disabled }),
  };
}

const DECLARATION = 'the declaration of tenants (TENANTS) is wrong; the log says what to do';

/** The response to any request that failed: what is wrong in general, while the log has it in particular. */
export function problemResponse(error: unknown): HttpResponse {
  return toResponse(503, { status: 'unavailable', version: VERSION, problem: describe(error) });
}

function describe(error: unknown): string {
  if (error instanceof ConfigError) {
    const names = [...new Set(error.problems.map(({ setting }) => setting))];
    return `these settings are wrong: ${names.join(', ')}; the log says what to do`;
  }
  if (error instanceof WrongDirectoryError)
    return 'what is stored of this tenant belongs to another directory; the log says what to do';
  if (error instanceof DeclarationError) return DECLARATION;
  if (error instanceof StoreError) return 'the history store (HISTORY_STORE) does not work; the log says what to do';
  return 'an unexpected error; the log says more';
}

function toResponse(status: number, body: object): HttpResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: `${JSON.stringify(body)}\n` };
}
