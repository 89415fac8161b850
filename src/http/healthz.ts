import { ConfigError, StoreError } from '../errors.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { LastRun } from '../store/last-run-schema.ts';
import { VERSION } from '../version.ts';
import type { HttpAnswer } from './http.ts';

/** `GET /healthz`, for anybody: nothing of the tenant, of a host or of a setting's value. */
export async function answerHealthz(history: Pick<HistoryStore, 'loadLastRun'>): Promise<HttpAnswer> {
  const lastRun = await history.loadLastRun();
  return toAnswer(200, {
    status: 'ok',
    version: VERSION,
    last_run: lastRun?.finishedAt ?? null,
    reports: lastRun === undefined ? null : toCounts(lastRun.reports),
  });
}

function toCounts({ selected, well, notOffered = 0 }: LastRun['reports']): object {
  return { selected, well, ...(notOffered > 0 && { not_offered: notOffered }) };
}

/** The answer to any request that failed: what is wrong in general, while the log has it in particular. */
export function answerProblem(error: unknown): HttpAnswer {
  return toAnswer(503, { status: 'unavailable', version: VERSION, problem: describe(error) });
}

function describe(error: unknown): string {
  if (error instanceof ConfigError) {
    const names = [...new Set(error.problems.map(({ setting }) => setting))];
    return `these settings are wrong: ${names.join(', ')}; the log says what to do`;
  }
  if (error instanceof StoreError) return 'the history store (HISTORY_STORE) does not work; the log says what to do';
  return 'an unexpected error; the log says more';
}

function toAnswer(status: number, body: object): HttpAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: `${JSON.stringify(body)}\n` };
}
