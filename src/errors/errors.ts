export const REASONS = [
  'unauthorized',
  'not_available',
  'not_onboarded',
  'throttled',
  'server',
  'network',
  'redirect',
  'download',
  'not_a_report',
  'timeout',
  'store',
] as const;
export type Reason = (typeof REASONS)[number];

/** Reasons by which Microsoft says that it does not offer a report to this tenant, or not yet. */
export const NOT_OFFERED: readonly string[] = ['not_available', 'not_onboarded'];

/** An error whose message was written for the person who reads it. */
export abstract class ExpectedError extends Error {}

/**
 * One report could not be read. `reason` is a closed set, so that nobody branches on the message; the message is for
 * people: one sentence that ends in what they can do, without a token and without the download URL.
 */
export class ReportError extends ExpectedError {
  override readonly name = 'ReportError';
  readonly reason: Reason;
  /** The least time to wait before asking Graph again, in milliseconds; undefined when asking again is useless. */
  readonly retryAfterMs: number | undefined;

  constructor(reason: Reason, message: string, options: ErrorOptions & { readonly retryAfterMs?: number } = {}) {
    super(message, options);
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Graph knows the report, but not by this name of the period. */
export class UnsupportedPeriodError extends ReportError {}

export interface SettingProblem {
  readonly setting: string;
  /** A sentence that starts with the setting's name. It may quote the value: for the log, not for strangers. */
  readonly sentence: string;
}

/** The settings are wrong: every problem at once. */
export class ConfigError extends ExpectedError {
  override readonly name = 'ConfigError';
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[], heading = 'The settings need a correction') {
    super(`${heading}:\n${problems.map(({ sentence }) => `- ${sentence}`).join('\n')}`);
    this.problems = problems;
  }
}

/** What declares the tenants of a process that serves many is no such document. The message says where, and what to do. */
export class DeclarationError extends ExpectedError {
  override readonly name = 'DeclarationError';
}

/** A token, or what is stored, belongs to another directory than the tenant that it was found for. */
export class WrongDirectoryError extends ExpectedError {
  override readonly name = 'WrongDirectoryError';
}

/** History could not be read or written. The message says where, and what to do. */
export class StoreError extends ExpectedError {
  override readonly name = 'StoreError';
  /** The one document that is corrupt, where the store as such works. */
  readonly document: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly document?: string } = {}) {
    super(message, options);
    this.document = options.document;
  }
}

/** Whether one document of the store is corrupt, while the store as such works. */
export function isCorrupt(error: unknown): error is StoreError {
  return error instanceof StoreError && error.document !== undefined;
}
