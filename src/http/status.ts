import { type LoadDeps, loadHistories } from '../load-families.ts';
import { type HttpAnswer, sentence } from './http.ts';
import { toStatusPage } from './status-page.ts';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** `GET /`: made from the store for each visit; nothing on it needs a key, leads anywhere or runs. */
export async function answerStatus({ config, history, now }: Omit<LoadDeps, 'pushes'>): Promise<HttpAnswer> {
  const lastRun = await history.loadLastRun();
  if (lastRun === undefined) {
    return sentence(503, 'There is no data yet: the first run has not finished; look again in a few minutes.');
  }
  const { windowDays, changeMinimum, resourceAttributes } = config;
  const body = toStatusPage({
    histories: await Array.fromAsync(loadHistories({ config, history, now })),
    lastRun,
    now: now(),
    windowDays: Math.max(windowDays, 7),
    changeMinimum,
    isSample: /(^|,)\s*sample_data=true\s*(,|$)/.test(resourceAttributes),
  });
  return { status: 200, headers: HEADERS, body };
}
