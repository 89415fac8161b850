import type { Settings } from '../settings/settings.ts';
import type { HistoryStore } from '../store/history-store.ts';
import { loadHistories } from '../store/load-histories.ts';
import { type HttpResponse, noDataYet } from './response.ts';
import { type Trouble, toEmptyPage, toStatusPage } from './status-page.ts';

/** Of every page: nothing on it runs, and nothing is loaded. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

export interface StatusDeps {
  readonly settings: Settings;
  readonly history: HistoryStore;
  readonly now: () => Date;
  /** Of one of many tenants. */
  readonly tenantName?: string | undefined;
  readonly trouble?: Trouble | undefined;
}

/** `GET /`: made from the store for each visit; nothing on it needs a key, leads anywhere or runs. */
export async function statusResponse({
  settings,
  history,
  now,
  tenantName,
  trouble,
}: StatusDeps): Promise<HttpResponse> {
  const lastRun = await history.loadLastRun();
  if (lastRun === undefined) {
    if (trouble === undefined) return noDataYet();
    const body = toEmptyPage({ tenantName, trouble, isSample: isSample(settings) });
    return { status: 200, headers: PAGE_HEADERS, body };
  }
  const { windowDays, drops } = settings.tenant;
  const body = toStatusPage({
    histories: await Array.fromAsync(loadHistories(history, settings.tenant, now())),
    lastRun,
    now: now(),
    windowDays: Math.max(windowDays, 7),
    drops,
    isSample: isSample(settings),
    tenantName,
    trouble,
  });
  return { status: 200, headers: PAGE_HEADERS, body };
}

export function isSample({ resourceAttributes }: Pick<Settings, 'resourceAttributes'>): boolean {
  return /(^|,)\s*sample_data=true\s*(,|$)/.test(resourceAttributes);
}
