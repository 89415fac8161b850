import { BlobServiceClient } from '@azure/storage-blob';
import { describe, expect, it } from 'vitest';
import { createBlobStore } from '../../src/store/blobs.ts';
import { startAzurite } from '../support/azurite.ts';
import { fakePrograms, type Output } from '../support/fake-programs.ts';
import { describeWith } from '../support/programs.ts';

const ENDPOINT = 'https://stusage.blob.core.windows.net';
const SETTING = [{ name: 'AzureWebJobsStorage__blobServiceUri', value: `${ENDPOINT}/` }];
const at = (day: number) => `2026-03-0${day}T06:00:00.1234567Z`;
const version = (name: string, day: number, isCurrentVersion?: true) => ({
  name,
  versionId: at(day),
  isCurrentVersion,
});

const VERSIONS = [
  version('overwritten/2026.json', 1),
  version('overwritten/2026.json', 2),
  version('overwritten/2026.json', 4, true),
  version('unchanged.json', 1, true),
  version('deleted.json', 1),
  version('newer.json', 4, true),
];

const azure = (versions: readonly object[] = VERSIONS): readonly Output[] => [
  { program: 'az', args: '^functionapp config appsettings list', json: SETTING },
  { program: 'az', args: '^storage blob list', json: versions },
  { program: 'az', args: '^storage blob copy start', json: {} },
  { program: 'az', args: '^functionapp (stop|start)', json: {} },
];

describeWith('bash')('restore-history.sh', () => {
  it('copies what each document was at the time over what it is, while the app is stopped', async () => {
    const { status, stdout, calls } = await restore('2026-03-03T00:00:00Z');

    expect({ status, stdout }).toEqual({
      status: 0,
      stdout:
        'The history is as it was at 2026-03-03T00:00:00Z: 2 documents restored, 1 unchanged; 1 came later and stay.\n',
    });
    expect(calls.map((call) => call.replace(/ --(resource-group|blob-endpoint|auth-mode) .*/, ''))).toEqual([
      'functionapp config appsettings list',
      'storage blob list',
      'functionapp stop',
      'storage blob list',
      'storage blob copy start',
      'storage blob copy start',
      'functionapp start',
    ]);
    expect(calls.flatMap((call) => /--destination-blob (\S+) --source-uri (\S+)/.exec(call)?.slice(1) ?? [])).toEqual([
      'deleted.json',
      `${ENDPOINT}/usage-reports/deleted.json?versionId=${at(1)}`,
      'overwritten/2026.json',
      `${ENDPOINT}/usage-reports/overwritten/2026.json?versionId=${at(2)}`,
    ]);
  });

  it.each([
    ['yesterday', azure(), 'The time yesterday is not of the form 2026-03-01T06:00:00Z.'],
    [
      '2026-03-03T00:00:00Z',
      [{ program: 'az', args: 'blob list', stderr: 'AuthorizationFailed', status: 1 }, ...azure()],
      `The versions of ${ENDPOINT}/usage-reports cannot be listed: this needs the role Storage Blob Data Contributor on it.`,
    ],
    [
      '2026-03-03T00:00:00Z',
      azure([]),
      `There are no versions in ${ENDPOINT}/usage-reports: it has no documents, or versions are not kept.`,
    ],
  ])('to %s stops nothing where it cannot be done', async (time, outputs, sentence) => {
    const { status, stderr, calls } = await restore(time, outputs);

    expect({ status, stderr }).toEqual({ status: 1, stderr: `${sentence}\n` });
    expect(calls.filter((call) => !/appsettings list|blob list/.test(call))).toEqual([]);
  });

  it('says what to do where a document is refused, and leaves the app stopped', async () => {
    const refused = { program: 'az', args: 'copy start .*overwritten', status: 1 };

    const { status, stderr, calls } = await restore('2026-03-03T00:00:00Z', [refused, ...azure()]);

    expect(status).toBe(1);
    expect(stderr).toBe(
      "overwritten/2026.json cannot be restored: the error above says why. Run this again, and then 'az functionapp start --resource-group rg --name app'.\n",
    );
    expect(calls.filter((call) => call.startsWith('functionapp start'))).toEqual([]);
  });
});

// Azurite keeps no versions; a snapshot is the same to who copies it over the document.
describe('a document that is copied back in the blob service', () => {
  it('is read, and written again, by the store as if it had never been another', async () => {
    const service = BlobServiceClient.fromConnectionString(await startAzurite());
    const store = createBlobStore(service, 'usage-reports');
    const first = await store.write('teams/2026.json', Buffer.from('whole'), undefined);
    const blob = service.getContainerClient('usage-reports').getBlockBlobClient('teams/2026.json');
    const { snapshot = '' } = await blob.createSnapshot();
    const second = await store.write('teams/2026.json', Buffer.from('damaged'), first);

    await (await blob.beginCopyFromURL(blob.withSnapshot(snapshot).url)).pollUntilDone();

    const read = await store.read('teams/2026.json', second);
    expect(read).toMatchObject({ bytes: Buffer.from('whole') });
    expect(await store.write('teams/2026.json', Buffer.from('lost'), second)).toBeUndefined();
    const etag = typeof read === 'object' ? read.etag : '';
    expect(await store.write('teams/2026.json', Buffer.from('grown'), etag)).toEqual(expect.any(String));
  });
});

async function restore(time: string, outputs: readonly Output[] = azure()) {
  const programs = await fakePrograms(outputs);
  const ended = await programs.run(['bash', 'infra/scripts/restore-history.sh', 'rg', 'app', time]);
  return { ...ended, calls: (await programs.calls()).map(({ args }) => args.join(' ')) };
}
