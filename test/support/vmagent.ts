import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve } from './loopback.ts';
import { decodeWriteRequest } from './protobuf.ts';
import { type Inbox, receiver, status } from './receiver.ts';
import { freePort, startProcess, temporaryFolder } from './run.ts';

/** vmagent that writes to a receiver, which tells the latest value of a metric. It ends with the test. */
export async function startVmagent(config: string, environment: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder();
  const inbox: Inbox = { received: [], respond: status(204) };
  const configKey = join(folder, 'config-key');
  await writeFile(configKey, 'opens-the-page');
  const address = `127.0.0.1:${await freePort()}`;
  const flags = [
    `-promscrape.config=${config}`,
    `-configAuthKey=file://${configKey}`,
    `-remoteWrite.url=${await serve(receiver(inbox))}`,
    '-remoteWrite.forcePromProto',
    `-remoteWrite.tmpDataPath=${join(folder, 'queue')}`,
    `-httpListenAddr=${address}`,
    '-loggerLevel=ERROR',
  ];
  startProcess('vmagent', flags, environment);
  const latest = async (metric: string): Promise<number | undefined> =>
    inbox.received
      .flatMap(({ body }) => decodeWriteRequest(body))
      .findLast(({ labels }) => labels.some(([name, value]) => name === '__name__' && value === metric))
      ?.samples.at(-1)?.[1];
  return { url: `http://${address}`, latest };
}
