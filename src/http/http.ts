/** As much of a request as an answer depends on. */
export interface HttpRequest {
  /** Undefined where the request has no such header. The name is in lower case. */
  readonly header: (name: string) => string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** A plain sentence. */
export function sentence(status: number, text: string): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    body: `${text}\n`,
  };
}
