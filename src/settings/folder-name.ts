import { fileURLToPath } from 'node:url';
import type { HistoryLocation } from './location.ts';

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])(\..*)?$/i;

/** Whether Windows can keep a folder of this name, and its Explorer open it. */
export function isNameOnWindows(name: string): boolean {
  return !DEVICE.test(name) && !/[. ]$/.test(name) && !/[<>:"|?*]/.test(name);
}

/**
 * The folder in `file:<folder>`, or in a sentence why it is none. What would make a folder of a name that nobody meant
 * is refused: `~` and variables are the shell's, and stay as they are where none reads the setting.
 */
export function readFolder(setting: string, platform: NodeJS.Platform): HistoryLocation | string {
  const folder = setting.slice('file:'.length);
  if (folder.startsWith('~')) {
    return 'HISTORY_STORE begins with ~, which only a shell takes for the home of a user; use the full path of the folder';
  }
  if (/^["'].*["']$/.test(folder)) {
    return 'HISTORY_STORE has quotes around its folder, which are part of the value (cmd keeps them); use file:<folder> without';
  }
  if (/^\$|\$\{\w+\}|%\w+%/.test(folder)) {
    return 'HISTORY_STORE has a variable in its folder that nothing has replaced; use the full path of the folder';
  }
  const path = folder.startsWith('//') ? fromUrl(setting, platform) : folder;
  if (path === undefined) {
    return 'HISTORY_STORE is a URL of no folder of this machine; use file:<folder>, such as file:C:\\data or file:/var/lib/m365';
  }
  const bad = platform === 'win32' ? namesIn(path).find((name) => !isNameOnWindows(name)) : undefined;
  return bad === undefined
    ? { kind: 'file', folder: path }
    : `HISTORY_STORE has "${bad}" in its path, which is no name of a folder on Windows; use another one`;
}

function fromUrl(setting: string, platform: NodeJS.Platform): string | undefined {
  const url = URL.parse(setting);
  if (url === null || url.search !== '' || url.hash !== '') return undefined;
  try {
    return fileURLToPath(url, { windows: platform === 'win32' });
  } catch {
    return undefined;
  }
}

/** The names in a path of Windows, without its drive, `.` and `..`; a prefix such as `\\?\` is no name. */
function namesIn(path: string): readonly string[] {
  const names = path
    .replace(/^[\\/]{2}[?.][\\/]/, '')
    .replace(/^[a-z]:/i, '')
    .split(/[\\/]/);
  return names.filter((name) => !/^\.{0,2}$/.test(name));
}
