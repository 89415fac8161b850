import { createFolderStore, FILE_SYSTEM } from '../../../src/store/folder.ts';
import { temporaryFolder } from '../../support/run.ts';
import { type EdgeFault, messageOf } from './edge.ts';

/** What a write says when an operation of the file system fails with such a code. */
async function messageFor(operation: 'mkdir' | 'link', code: string): Promise<string> {
  const fail = () => Promise.reject(Object.assign(new Error(code), { code, syscall: operation }));
  const folder = await temporaryFolder();
  const store = createFolderStore(folder, { ...FILE_SYSTEM, [operation]: fail });
  const message = await messageOf(store.write('a/b.json', Buffer.from('{}'), undefined));
  return message.replaceAll(folder, 'FOLDER');
}

const NO_HARD_LINKS =
  'its file system has no hard links (CODE); use another one, such as ext4 or NTFS, or a blob container';
const FILE_ON_PATH = 'a part of its path is a file (CODE); choose another folder';
const SILENT_SHARE = 'the server of the share that it is on is silent (CODE); check that it runs and the network to it';
const NO_DISK = 'its disk is gone (CODE); connect it again, or choose another folder';

const CODES: readonly (readonly ['mkdir' | 'link', string, string])[] = [
  ['mkdir', 'EACCES', 'permission denied (CODE); make it writable for the user that runs this program'],
  ['mkdir', 'EPERM', 'not permitted (CODE); it must be writable and on a file system with hard links'],
  ['mkdir', 'EROFS', 'the file system is read-only (CODE); choose another folder'],
  ['mkdir', 'ENOSPC', 'the disk is full, or has no inodes left (CODE); free some space, nothing stored is lost'],
  ['mkdir', 'EDQUOT', 'its quota is used up (CODE); free some space, nothing stored is lost'],
  ['mkdir', 'EFBIG', 'a file may not grow so large (CODE); raise the limit of the process, nothing stored is lost'],
  ['mkdir', 'ENOTDIR', FILE_ON_PATH],
  ['mkdir', 'EEXIST', FILE_ON_PATH],
  ['mkdir', 'EISDIR', 'a folder has the name of a file in it (CODE); move that folder away'],
  ['mkdir', 'ENAMETOOLONG', 'its path is too long (CODE); choose a shorter one'],
  ['mkdir', 'ELOOP', 'symbolic links on its path lead in a circle (CODE); correct them, or choose another folder'],
  [
    'mkdir',
    'ENOENT',
    'the drive, the share or a folder on the way to it is not there (CODE); connect it, or choose another folder. ' +
      'Services and scheduled tasks do not see the drives that a user has mapped: name the share, \\\\server\\share\\folder',
  ],
  ['mkdir', 'UNKNOWN', 'Windows cannot reach it (CODE); check the drive, or the names of the server and its share'],
  ['mkdir', 'ESTALE', 'the share that it is on was replaced by another (CODE); mount it again'],
  ['mkdir', 'ETIMEDOUT', SILENT_SHARE],
  ['mkdir', 'EHOSTDOWN', SILENT_SHARE],
  ['mkdir', 'EIO', 'the disk cannot be read or written (CODE); repair it, or choose another folder'],
  ['mkdir', 'ENODEV', NO_DISK],
  ['mkdir', 'ENXIO', NO_DISK],
  ['mkdir', 'EMFILE', 'this process has too many files open (CODE); raise its limit (ulimit -n)'],
  [
    'mkdir',
    'ENFILE',
    'this machine has too many files open (CODE); end what holds them, or raise fs.file-max (sysctl)',
  ],
  ['mkdir', 'ETXTBSY', 'CODE; check the disk and the folder'],
  ['link', 'EISDIR', NO_HARD_LINKS],
  ['link', 'ENOSYS', NO_HARD_LINKS],
  ['link', 'ENOTSUP', NO_HARD_LINKS],
  ['link', 'EOPNOTSUPP', NO_HARD_LINKS],
];

export const folderFaults: readonly EdgeFault[] = CODES.map(([operation, code, advice]) => ({
  edge: 'folder',
  cause: operation === 'link' ? `a hard link fails with ${code}` : code,
  message: () => messageFor(operation, code),
  sentence: `The folder FOLDER (HISTORY_STORE) does not work: ${advice.replace('CODE', code)}`,
}));
