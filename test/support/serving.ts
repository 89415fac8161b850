import { createApp } from '../../src/app.ts';
import { addressOf, listen } from '../../src/hosts/standalone/listen.ts';

/** What the process of `startServing` sends. */
export type Message =
  | { readonly address: string }
  | { readonly failures: readonly string[] }
  | { readonly memory: { readonly heapUsed: number; readonly rss: number } };

// The standalone server in a process of its own, which pulls, and measures its memory, on request.
const silent = () => {};
const log = { error: silent, warn: silent, info: silent, debug: silent };
const app = await createApp(process.env, 'standalone');
const server = await listen(app, log);

process.on('message', async (message) => {
  if (message === 'pull') {
    const { reports } = await app.pull('all', { log });
    send({ failures: reports.flatMap(({ failure }) => failure?.message ?? []) });
  } else {
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    send({ memory: { heapUsed, rss } });
  }
});
process.on('disconnect', () => process.exit());
send({ address: addressOf(server) });

function send(message: Message): void {
  process.send?.(message);
}
