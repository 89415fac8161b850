import { StoreError } from './errors.ts';

const noHardLinks = (code: string) =>
  `its file system has no hard links (${code}); use another one, such as ext4 or NTFS, or a blob container`;

const shareIsSilent = (code: string) =>
  `the server of the share that it is on is silent (${code}); check that it runs and the network to it`;
const diskIsGone = (code: string) => `its disk is gone (${code}); connect it again, or choose another folder`;

/** Where a hard link fails; exFAT on Windows says EISDIR, https://github.com/nodejs/node/issues/65817 */
const LINK_ADVICE: Readonly<Record<string, string>> = {
  EISDIR: noHardLinks('EISDIR'),
  ENOSYS: noHardLinks('ENOSYS'),
};

/** What an operating system says of a folder, by code, and what to do about it. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'permission denied (EACCES); make it writable for the user that runs this program',
  EPERM: 'not permitted (EPERM); it must be writable and on a file system with hard links',
  ENOTSUP: noHardLinks('ENOTSUP'),
  EOPNOTSUPP: noHardLinks('EOPNOTSUPP'),
  EROFS: 'the file system is read-only (EROFS); choose another folder',
  ENOSPC: 'the disk is full, or has no inodes left (ENOSPC); free some space, nothing stored is lost',
  EDQUOT: 'its quota is used up (EDQUOT); free some space, nothing stored is lost',
  EFBIG: 'a file may not grow so large (EFBIG); raise the limit of the process, nothing stored is lost',
  ENOTDIR: 'a part of its path is a file (ENOTDIR); choose another folder',
  EEXIST: 'a part of its path is a file (EEXIST); choose another folder',
  EISDIR: 'a folder has the name of a file in it (EISDIR); move that folder away',
  ENOENT:
    'the drive, the share or a folder on the way to it is not there (ENOENT); connect it, or choose another folder. ' +
    'Services and scheduled tasks do not see the drives that a user has mapped: name the share, \\\\server\\share\\folder',
  UNKNOWN: 'Windows cannot reach it (UNKNOWN); check the drive, or the names of the server and its share',
  EBUSY:
    'another program has a file in it open (EBUSY), such as a virus scanner, a backup or an editor; close it, or exclude ' +
    'the folder from it',
  ENAMETOOLONG: 'its path is too long (ENAMETOOLONG); choose a shorter one',
  EIO: 'the disk cannot be read or written (EIO); repair it, or choose another folder',
  EMFILE: 'this process has too many files open (EMFILE); raise its limit (ulimit -n)',
  ENFILE: 'this machine has too many files open (ENFILE); end what holds them, or raise fs.file-max (sysctl)',
  ESTALE: 'the share that it is on was replaced by another (ESTALE); mount it again',
  ETIMEDOUT: shareIsSilent('ETIMEDOUT'),
  EHOSTDOWN: shareIsSilent('EHOSTDOWN'),
  ENODEV: diskIsGone('ENODEV'),
  ENXIO: diskIsGone('ENXIO'),
  ELOOP: 'symbolic links on its path lead in a circle (ELOOP); correct them, or choose another folder',
};

/** Undefined where it is not one of these. */
export function adviceOn(error: unknown): string | undefined {
  const isLink = error instanceof Error && 'syscall' in error && error.syscall === 'link';
  return (isLink ? LINK_ADVICE[codeOf(error)] : undefined) ?? ADVICE[codeOf(error)];
}

const OF_FILES: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there (ENOENT); correct the path',
  EISDIR: 'it is a folder (EISDIR); name a file',
  EACCES: 'permission denied (EACCES); let the user that runs this program read it',
};

/** What keeps a file that a setting or an option names from being read, and what to do about it. */
export function fileAdvice(error: unknown): string {
  return OF_FILES[codeOf(error)] ?? adviceOn(error) ?? codeOf(error);
}

/** The error for a folder in which nothing can be kept; `folder` names its setting as well. */
export function folderError(folder: string, error: unknown): StoreError {
  const advice = adviceOn(error) ?? `${codeOf(error)}; check the disk and the folder`;
  return new StoreError(`The folder ${folder} does not work: ${advice}`, { cause: error });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
