import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/settings/settings.ts';
import { problemsOf } from '../support/problems.ts';

describe('HISTORY_STORE is a folder', () => {
  it.each<[string, NodeJS.Platform, string]>([
    ['file:.data', 'win32', '.data'],
    ['file:..\\data', 'win32', '..\\data'],
    ['file:C:\\data\\m365', 'win32', 'C:\\data\\m365'],
    ['file:C:/data', 'win32', 'C:/data'],
    ['file:D:', 'win32', 'D:'],
    ['file:C:rel\\h', 'win32', 'C:rel\\h'],
    ['file:\\\\server\\c$\\data', 'win32', '\\\\server\\c$\\data'],
    ['file:\\\\?\\C:\\data', 'win32', '\\\\?\\C:\\data'],
    ['file:///C:/data', 'win32', 'C:\\data'],
    ['file:///C:/my%20data', 'win32', 'C:\\my data'],
    ['file://server/share/data', 'win32', '\\\\server\\share\\data'],
    ['file:/var/lib/m365', 'linux', '/var/lib/m365'],
    ['file:///var/lib/m365', 'linux', '/var/lib/m365'],
    ['file:a:b', 'linux', 'a:b'],
  ])('%s on %s', (setting, platform, folder) => {
    expect(readSettings({ HISTORY_STORE: setting }, 'standalone', platform).historyStore).toEqual({
      kind: 'file',
      folder,
    });
  });

  const HOME =
    'HISTORY_STORE begins with ~, which only a shell takes for the home of a user; use the full path of the folder';
  const QUOTES =
    'HISTORY_STORE has quotes around its folder, which are part of the value (cmd keeps them); use file:<folder> without';
  const VARIABLE =
    'HISTORY_STORE has a variable in its folder that nothing has replaced; use the full path of the folder';
  const URL_OF_NONE =
    'HISTORY_STORE is a URL of no folder of this machine; use file:<folder>, such as file:C:\\data or file:/var/lib/m365';
  const named = (name: string) =>
    `HISTORY_STORE has "${name}" in its path, which is no name of a folder on Windows; use another one`;

  it.each<[string, NodeJS.Platform, string]>([
    ['file:~/x', 'linux', HOME],
    ['file:~\\x', 'win32', HOME],
    ['file:~', 'linux', HOME],
    ['file:"C:\\data"', 'win32', QUOTES],
    ["file:'/data'", 'linux', QUOTES],
    ['file:$HOME/x', 'linux', VARIABLE],
    [`file:/home/\${USER}/x`, 'linux', VARIABLE],
    ['file:%USERPROFILE%\\x', 'win32', VARIABLE],
    ['file:$env:APPDATA\\x', 'win32', VARIABLE],
    ['file://data', 'linux', URL_OF_NONE],
    ['file:///data', 'win32', URL_OF_NONE],
    ['file:///var/a#b', 'linux', URL_OF_NONE],
    ['file:C:\\da<ta', 'win32', named('da<ta')],
    ['file:C:\\data\\nul', 'win32', named('nul')],
    ['file:C:\\data.\\x', 'win32', named('data.')],
    ['file:C:\\a\\D:\\b', 'win32', named('D:')],
  ])('unless it is %s on %s', (setting, platform, sentence) => {
    expect(problemsOf({ HISTORY_STORE: setting }, 'standalone', platform)).toEqual([sentence]);
  });
});

it.each(['con', 'NUL', 'com1', 'lpt9.txt', 'aux', 'contoso.'])(
  'no tenant is named %s: it is a folder of the store',
  (name) => {
    const sentence = `TENANT_ID is "${name}"; use a name that ends in no dot and is no device of Windows, such as con or nul`;

    expect(problemsOf({ TENANT_ID: name }, 'standalone', 'linux')).toEqual([sentence]);
    expect(problemsOf({ AZURE_TENANT_ID: name }, 'standalone', 'linux')).toEqual([`AZURE_${sentence}`]);
  },
);

it.each(['contoso.onmicrosoft.com', 'console', 'com10', 'nul-1'])('a tenant may be named %s', (name) => {
  expect(readSettings({ TENANT_ID: name }, 'standalone').tenant.id).toBe(name);
});

describe('the names of settings', () => {
  const env = { reports: 'groups', History_Store: 'file:x', azurewebjobsstorage__ACCOUNTNAME: 'contoso' };

  it('have no case on Windows', () => {
    const config = readSettings(env, 'standalone', 'win32');

    expect(config.tenant.reports.map(({ product }) => product)).not.toContain('teams');
    expect(config.historyStore).toEqual({ kind: 'file', folder: 'x' });
    expect(readSettings({ ...env, History_Store: 'blob:data' }, 'standalone', 'win32').historyStore).toMatchObject({
      account: { blobServiceUri: 'https://contoso.blob.core.windows.net' },
    });
  });

  it('have one elsewhere', () => {
    expect(readSettings(env, 'standalone', 'linux').historyStore).toEqual({ kind: 'file', folder: '.data' });
  });

  it('let the name that is spelt right go first', () => {
    expect(readSettings({ Port: '1', PORT: '2', port: '3' }, 'standalone', 'win32').port).toBe(2);
  });
});
