import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The account and key every Azurite has, published in its documentation. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const MAIN = 'node_modules/azurite/dist/src/blob/main.js';
const FLAGS = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--blobHost', '127.0.0.1'];

/** A blob service in a process of its own, at most for the life of this one. */
export async function startAzurite(): Promise<{ readonly connection: string; readonly end: () => void }> {
  const child = spawn(process.execPath, [MAIN, ...FLAGS, '--blobPort', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = () => void child.kill();
  process.once('exit', end);
  let printed = '';
  for (;;) {
    const [, port] = /successfully listen\w* (?:at|on) https?:\/\/127\.0\.0\.1:(\d+)/i.exec(printed) ?? [];
    const endpoint = `http://127.0.0.1:${port}/${ACCOUNT}`;
    const account = `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY}`;
    if (port !== undefined) return { connection: `${account};BlobEndpoint=${endpoint};`, end };
    const [chunk] = await once(child.stdout, 'data', { signal: AbortSignal.timeout(60_000) });
    printed += chunk;
  }
}
