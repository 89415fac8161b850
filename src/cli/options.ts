import { writeFile } from 'node:fs/promises';
import { ConfigError } from '../errors/errors.ts';
import { adviceOn, codeOf } from '../errors/system-error.ts';
import { type Day, readDay } from '../report/dates.ts';

/** @throws ConfigError where it is no day */
export function toDay(option: string, text: string | undefined): Day | undefined {
  const day = text === undefined ? undefined : readDay(text);
  if (text !== undefined && day === undefined) throw optionError(option, `is "${text}"; use a day such as 2026-01-31`);
  return day;
}

/**
 * Write what `--output` names.
 *
 * @throws ConfigError where it cannot be written
 */
export async function writeOutput(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    const advice = ADVICE[codeOf(error)] ?? adviceOn(error) ?? codeOf(error);
    throw optionError('--output', `${path} cannot be written: ${advice}`);
  });
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there (ENOENT); name a file in a folder that exists',
  EISDIR: 'it is a folder (EISDIR); name a file',
  EACCES: 'permission denied (EACCES); name a file that the user that runs this program may write',
};

export function optionError(option: string, advice: string): ConfigError {
  return new ConfigError([{ setting: option, sentence: `${option} ${advice}` }]);
}
