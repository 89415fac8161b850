import type { Dispatcher } from 'undici';
import { VERSION } from '../settings/version.ts';
import type { ConnectionFault } from '../system/connection-causes.ts';
import { connectionFault } from '../system/connection-fault.ts';
import { proxyFault } from '../system/proxy-fault.ts';
import { readRetryAfter, waitBefore } from '../system/retry-after.ts';

const MAX_TRIES = 5;
const FIRST_WAIT_MS = 500;

/** A receiver that asks for more patience than this is sent to again by the next run. */
const MAX_WAIT_MS = 30_000;
const TRY_TIMEOUT_MS = 30_000;

/** Acceptance takes a few bytes; what is longer is a page of somebody else. */
export const MAX_RESPONSE_BYTES = 1024 * 1024;

const OUT_OF_TIME: ConnectionFault = {
  sentence: 'its time was over; a later run tries again',
  isFinal: false,
  isTimeout: true,
};

/** What came back for one POST. */
export interface PostResponse {
  /** The HTTP status; 0 where there was no response, or not a whole one. */
  readonly status: number;
  /** Why there was none. */
  readonly fault: ConnectionFault | undefined;
  /** The media type in lowercase letters, without parameters; empty where none is stated. */
  readonly type: string;
  /** Empty for every status but 2xx: those bodies are not looked at. */
  readonly body: Buffer;
  readonly redirect: Redirect | undefined;
  readonly retryAfterMs: number;
}

export interface Redirect {
  /** Of an address only its origin: the rest may be a secret. Undefined where none is given, or none that is one. */
  readonly to: string | undefined;
  /** Whether only protocol, port or path are others. */
  readonly isSameHost: boolean;
}

export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly dispatcher: Dispatcher;
}

export interface PostRules {
  /** Which HTTP statuses are worth another try; a broken connection always is. */
  readonly isTransient: (status: number) => boolean;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => Date;
}

/** POST, again while that may help; the last response counts. Redirects are responses like any other. */
export async function postWithRetry(post: Post, rules: PostRules, signal: AbortSignal): Promise<PostResponse> {
  for (let tries = 1; ; tries += 1) {
    const response = await postOnce(post, rules.now(), signal);
    const waitMs = waitBefore(tries, FIRST_WAIT_MS, response.retryAfterMs);
    const isWorthIt = response.fault !== undefined ? !response.fault.isFinal : rules.isTransient(response.status);
    if (!isWorthIt || tries === MAX_TRIES || waitMs > MAX_WAIT_MS || signal.aborted) return response;
    await rules.sleep(waitMs, signal).catch(() => {});
    if (signal.aborted) return response;
  }
}

const NOTHING = { type: '', body: Buffer.alloc(0), redirect: undefined, retryAfterMs: 0 };

async function postOnce(
  { url, headers, body, dispatcher }: Post,
  now: Date,
  ending: AbortSignal,
): Promise<PostResponse> {
  try {
    const response = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: { 'user-agent': `m365-usage-exporter/${VERSION}`, ...headers },
      body,
      signal: AbortSignal.any([ending, AbortSignal.timeout(TRY_TIMEOUT_MS)]),
    });
    const { statusCode: status } = response;
    const header = (name: string) => [response.headers[name]].flat()[0];
    const isSuccess = status >= 200 && status < 300;
    if (!isSuccess) response.body.dump().catch(() => {});
    const fault = status === 407 ? proxyFault(status, url) : undefined;
    if (fault !== undefined) return { status: 0, fault, ...NOTHING };
    return {
      status,
      fault: undefined,
      type: (header('content-type')?.split(';')[0] ?? '').trim().toLowerCase(),
      body: isSuccess ? Buffer.from(await response.body.arrayBuffer()) : Buffer.alloc(0),
      redirect: status >= 300 && status < 400 ? toRedirect(header('location'), url) : undefined,
      retryAfterMs: readRetryAfter(header('retry-after'), now),
    };
  } catch (error) {
    return { status: 0, fault: ending.aborted ? OUT_OF_TIME : connectionFault(error, url), ...NOTHING };
  }
}

function toRedirect(location: string | undefined, from: URL): Redirect {
  const url = location === undefined ? null : URL.parse(location, from.href);
  return { to: url?.origin, isSameHost: url?.hostname === from.hostname };
}

/** A response in words: what it was, without a word of its body. */
export function describeResponse({ status, fault, redirect, type, body }: PostResponse): string {
  if (fault !== undefined) return `did not respond: ${fault.sentence}`;
  if (redirect?.isSameHost) return `returned ${status}, a redirect to another address at ${redirect.to}, not followed`;
  if (redirect?.to !== undefined)
    return `returned ${status}, a redirect to ${redirect.to}, not followed: a login page or a gateway`;
  if (redirect !== undefined) return `returned ${status}, a redirect that does not say where to`;
  if (status >= 300)
    return `returned ${status}${/html/.test(type) ? ' with a web page, as a proxy or a gateway does' : ''}`;
  const what = type || (body.length > 0 ? 'a body of no stated type' : 'nothing');
  return `returned ${status} with ${what}, which does not say that it accepts the points: a login page, a proxy or another service`;
}
