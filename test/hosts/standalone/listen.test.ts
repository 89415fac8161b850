import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { addressOf, listen } from '../../../src/hosts/standalone/listen.ts';
import { BASE, ended, temporaryFolder } from '../../support/run.ts';

const silent = () => {};
const SILENT = { error: silent, warn: silent, info: silent, debug: silent };

it('keeps a connection for longer than scrapers wait between two requests', async () => {
  const env = { PORT: '0', HISTORY_STORE: `file:${await temporaryFolder()}` };
  const server = await listen(await createApp(env, 'standalone'), SILENT);
  onTestFinished(() => void server.close());

  expect((await fetch(addressOf(server))).headers.get('keep-alive')).toBe('timeout=120');
});

/** What a process has loaded of Node.js once it can serve: an undocumented list, and the only one there is. */
const LOADED = `
const { listen } = await import(process.argv[1]);
const settings = { host: '127.0.0.1', port: 0 };
const server = await listen({ settings, respond: async () => ({ status: 204, headers: {}, body: '' }) }, console);
console.log(process.moduleLoadList.join('\\n'));
server.close();
`;

it('loads neither undici nor TLS, which nobody needs who is scraped without', async () => {
  const file = pathToFileURL(resolve('src/hosts/standalone/listen.ts')).href;
  const args = ['--input-type=module', '--eval', LOADED, file];

  const { stdout, stderr } = await ended(spawn(process.execPath, args, { env: BASE }));

  const loaded = stdout.split('\n');
  expect(loaded, stderr).toContain('NativeModule http');
  expect(loaded.filter((name) => /undici|NativeModule (tls|https)$/.test(name))).toEqual([]);
});
