import { StoreError } from './errors.ts';

/** What an operating system says of a folder, by code, and what to do about it. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'permission denied (EACCES); make it writable for the user that runs this program',
  EPERM: 'not permitted (EPERM); it must be writable and on a file system with hard links',
  ENOTSUP: 'its file system has no hard links (ENOTSUP); use another one, or a blob container',
  EROFS: 'the file system is read-only (EROFS); choose another folder',
  ENOSPC: 'the disk is full (ENOSPC); free some space, nothing stored is lost',
  EDQUOT: 'its quota is used up (EDQUOT); free some space, nothing stored is lost',
  EFBIG: 'a file may not grow so large (EFBIG); raise the limit of the process, nothing stored is lost',
  ENOTDIR: 'a part of its path is a file (ENOTDIR); choose another folder',
  EEXIST: 'a part of its path is a file (EEXIST); choose another folder',
};

/** Undefined where it is not one of these. */
export function adviceOn(error: unknown): string | undefined {
  return ADVICE[codeOf(error)];
}

/** The error for a folder in which nothing can be kept; `folder` names its setting as well. */
export function folderError(folder: string, error: unknown): StoreError {
  const advice = adviceOn(error) ?? `${codeOf(error)}; check the disk and the folder`;
  return new StoreError(`The folder ${folder} does not work: ${advice}`, { cause: error });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
