import type { Dispatcher } from 'undici';
import type { GetToken } from '../azure/credential.ts';
import type { Timer } from '../system/runtime.ts';

/** What reports are fetched with, made anew for each run. */
export interface Graph {
  readonly dispatcher: Dispatcher;
  readonly getToken: GetToken;
  readonly isDownloadUrl: (url: URL) => boolean;
  /** Ends with the run. */
  readonly signal: AbortSignal;
  /** Unix time in milliseconds at which the run is out of time. */
  readonly deadline: number;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** For one response of Graph with its download. */
  readonly startTry: () => Timer;
  /** Called with the HTTP status of every response of Graph, or `none`. */
  readonly onResponse: (status: string) => void;
}

export interface FileRequest {
  readonly url: string;
  /** Sent as `If-None-Match`. */
  readonly etag?: string | undefined;
}

/** `text` is undefined where the file has not changed since `etag`. */
export interface File {
  readonly text: string | undefined;
  readonly etag: string | undefined;
  /** Of Graph's response: names it where the file turns out to be none. */
  readonly requestId?: string | undefined;
}

/** Fetches the files of one report, within the number of calls Graph allows it. */
export type FetchFile = (request: FileRequest) => Promise<File>;
