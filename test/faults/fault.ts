import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reason } from '../../src/errors/errors.ts';
import type { Environment } from '../../src/system/environment.ts';
import type { Runtime } from '../../src/system/runtime.ts';
import type { FakeMicrosoft } from './fake-microsoft.ts';
import type { FileContent, Values } from './report-file.ts';
import type { Ran } from './run-fault.ts';

/** One request to a server of the fake Microsoft. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** How many requests of this kind came in this run, this one included. */
  readonly call: number;
  /** Respond as if nothing were wrong; Graph redirects to `location` then. */
  readonly normally: (location?: string) => void;
  /** Once the caller has read what is written, nothing more comes in time. */
  readonly hang: () => void;
}

export type Respond = (exchange: Exchange) => void;

/** A fault of the second pull, after a first one that went well. A row of the table. */
export interface Fault {
  readonly name: string;
  /** Instead of a token. */
  readonly identity?: Respond;
  /** Instead of Graph's redirect, for the faulty report. */
  readonly graph?: Respond;
  /** Instead of Graph's redirect, for every report. */
  readonly everyReport?: Respond;
  /** Instead of the download of the faulty report. */
  readonly download?: Respond;
  /** Instead of the file of the faulty report. */
  readonly file?: (content: FileContent) => string | Buffer;
  /** Ports that hosts have instead; port 1 refuses. */
  readonly hosts?: Readonly<Record<string, number>>;
  readonly environment?: Environment;
  readonly runtime?: Partial<Runtime>;
  /** Done to the store for as long as the second pull lasts; ended by what it returns. */
  readonly store?: (microsoft: FakeMicrosoft) => Promise<() => Promise<void>>;
  /** Where history is; a folder unless said otherwise. */
  readonly keptIn?: 'folder' | 'container';
  readonly expected: Expected;
}

/** What is promised. */
export interface Expected {
  /** Why the faulty report failed; absent: it was pulled. `throws`: the run ended with an error of the store. */
  readonly reason?: Reason | 'throws';
  /** A part of the sentence that people read. */
  readonly sentence?: string | RegExp;
  /** What history gains of the values that the healthy file has. Default: all where the pull succeeds, else none. */
  readonly brings?: (fresh: Values, before: Values) => Values;
  /** Rows that are left out in whole or in part. Default: 0. */
  readonly rejectedRows?: number | 'unknown';
  /** Whether the dated series are left out until the next run, because what they are made from cannot be read. */
  readonly isShownLater?: true;
  /** How the neighbour ended. Default: pulled. `kept`: it was not touched. */
  readonly neighbour?: Reason | 'pulled' | 'kept';
  /** Default: 200. */
  readonly healthz?: number;
  /** Calls of Graph for the faulty report. */
  readonly calls?: number;
  /** What is waited before each further call, in milliseconds. */
  readonly waits?: readonly number[];
  /** Hosts that something tried to reach and must not. Default: none. */
  readonly reached?: readonly string[];
  /** What else must be true once the fault is over. */
  readonly also?: (ran: Ran, microsoft: FakeMicrosoft) => Promise<readonly string[]>;
}
