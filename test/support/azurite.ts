import { eventually, freePort, startProcess } from './run.ts';

/** The account and key every Azurite has, published in its documentation. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** A blob service that ends with the test. Returns its connection string. */
export async function startAzurite(): Promise<string> {
  const port = await freePort();
  const flags = [
    '--silent',
    '--inMemoryPersistence',
    '--skipApiVersionCheck',
    '--disableTelemetry',
    '--blobPort',
    String(port),
  ];
  startProcess(process.execPath, ['node_modules/azurite/dist/src/blob/main.js', ...flags, '--blobHost', '127.0.0.1']);
  const endpoint = `http://127.0.0.1:${port}/${ACCOUNT}`;
  await eventually(() => fetch(endpoint));
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${endpoint};`;
}
