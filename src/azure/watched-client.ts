import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpClient } from '@azure/core-rest-pipeline';

/** A request for a token, as far as it got: with a response, an error, or neither yet. */
export interface Exchange {
  readonly url: URL;
  readonly response?: { readonly status: number; readonly body: string; readonly requestId: string | undefined };
  readonly error?: unknown;
}

/** One wish for a token, with the last request that was made for it. */
export interface Wish {
  last?: Exchange;
}

/** The identity library keeps the client of the first managed identity in a process, whoever asks for a token later. */
const wishes = new AsyncLocalStorage<Wish>();

export function asWish<T>(wish: Wish, ask: () => Promise<T>): Promise<T> {
  return wishes.run(wish, ask);
}

/** A client that tells the wish what really came: the library says 400 of everything, with words of its own. */
export function watch(inner: HttpClient): HttpClient {
  return {
    sendRequest: async (request) => {
      const wish = wishes.getStore() ?? {};
      const url = new URL(request.url);
      // A try that is under way says less than how the one before it ended.
      wish.last ??= { url };
      try {
        const response = await inner.sendRequest(request);
        const { status, bodyAsText, headers } = response;
        wish.last = { url, response: { status, body: bodyAsText ?? '', requestId: headers.get('x-ms-request-id') } };
        return response;
      } catch (error) {
        wish.last = { url, error };
        throw error;
      }
    },
  };
}
