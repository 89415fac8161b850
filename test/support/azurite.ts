import { once } from 'node:events';
import { connect } from 'node:net';
import type { Certificate } from './certificate.ts';
import { eventually, freePort, startProcess } from './run.ts';

/** The account and key every Azurite has, published in its documentation. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** A blob service that ends with the test. Returns its connection string. */
export async function startAzurite(): Promise<string> {
  const endpoint = `http://${await startBlobService([])}`;
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${endpoint};`;
}

/** The same for callers with tokens, which go over https only. Returns its address. */
export async function startAzuriteForTokens({ file, keyFile }: Certificate): Promise<string> {
  return `https://${await startBlobService(['--oauth', 'basic', '--cert', file, '--key', keyFile])}`;
}

async function startBlobService(options: readonly string[]): Promise<string> {
  const port = await freePort();
  const flags = [
    '--silent',
    '--inMemoryPersistence',
    '--skipApiVersionCheck',
    '--disableTelemetry',
    '--blobHost',
    '127.0.0.1',
    '--blobPort',
    String(port),
    ...options,
  ];
  startProcess(process.execPath, ['node_modules/azurite/dist/src/blob/main.js', ...flags]);
  await eventually(async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
  });
  return `127.0.0.1:${port}/${ACCOUNT}`;
}
