import { ReportError } from '../errors/errors.ts';

/** A year of the widest report is below 200 KiB; more than this is a mistake or an attack. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

export function tooLarge({ hostname }: URL): ReportError {
  const limit = `${MAX_FILE_BYTES / 1024 / 1024} MiB`;
  const sentence = `the response of ${hostname} is larger than ${limit}, which no usage report is, and was not read; find out who responds in its name`;
  return new ReportError('download', sentence);
}
