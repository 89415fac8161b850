import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { addressOf, listen } from '../../../src/hosts/standalone/listen.ts';
import { temporaryFolder } from '../../support/run.ts';

const silent = () => {};
const SILENT = { error: silent, warn: silent, info: silent, debug: silent };

it('keeps a connection for longer than scrapers wait between two requests', async () => {
  const env = { PORT: '0', HISTORY_STORE: `file:${await temporaryFolder()}` };
  const server = await listen(await createApp(env, 'standalone'), SILENT);
  onTestFinished(() => void server.close());

  expect((await fetch(addressOf(server))).headers.get('keep-alive')).toBe('timeout=120');
});
