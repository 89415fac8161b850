/** As much of a request as a response depends on. */
export interface HttpRequest {
  /** Undefined where the request has no such header. The name is in lower case. */
  readonly header: (name: string) => string | undefined;
  /** What follows the question mark. */
  readonly query?: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** The response before the first run has finished. */
export function noDataYet(): HttpResponse {
  return sentence(503, 'There is no data yet: the first run has not finished; try again in a few minutes.');
}

/** A plain sentence. */
export function sentence(status: number, text: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    body: `${text}\n`,
  };
}
