import { chmod, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createApp } from '../../src/app.ts';
import { isObject } from '../../src/history/stored.ts';
import type { BlobService } from './blob-service.ts';
import type { FakeMicrosoft } from './fake-microsoft.ts';
import type { Fault, Respond } from './fault.ts';
import { FAULTY } from './report-file.ts';

const broken = (fault: BlobService['fault']) => async (microsoft: FakeMicrosoft) => {
  if (microsoft.blobs !== undefined) microsoft.blobs.fault = fault;
  return async () => {
    if (microsoft.blobs !== undefined) microsoft.blobs.fault = () => false;
  };
};

/** https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
const failWith =
  (
    status: number,
    code: string,
    isMeant: (method: string, url: string, count: number) => boolean,
  ): BlobService['fault'] =>
  (request, response) => {
    const count = (counts.get(code) ?? 0) + 1;
    if (!isMeant(request.method ?? '', request.url ?? '', count)) return false;
    counts.set(code, count);
    response.writeHead(status, { 'x-ms-error-code': code, 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
    return true;
  };

const counts = new Map<string, number>();

const isPut = (method: string) => method === 'PUT';
const isHistoryOfFaulty = (method: string, url: string) => isPut(method) && url.includes(`history/${FAULTY.name}`);

/** A document of the faulty report with another text, until the fault is over. */
const rewritten = (part: string, change: (text: string) => string) => async (microsoft: FakeMicrosoft) => {
  const files = await filesOf(microsoft.folder, part);
  const before = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  await Promise.all(files.map((file, index) => writeFile(file, change(before[index] ?? ''))));
  return async () => {
    await Promise.all(files.map((file, index) => writeFile(file, before[index] ?? '')));
  };
};

const HISTORY = `history/${FAULTY.name}/`;
const STATUS = `status/${FAULTY.name}.json`;

/** The files whose path has `part` in it. */
async function filesOf(folder: string, part: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.includes(part)).map((name) => join(folder, name));
}

const newer = (text: string) => JSON.stringify({ ...JSON.parse(text), version: 2, from_the_future: { kept: true } });

/** Both pulls get their response only once both have sent the request. */
const meeting = (): Respond => {
  const waiting: (() => void)[] = [];
  return ({ normally }) => {
    waiting.push(normally);
    if (waiting.length >= 2) for (const respond of waiting.splice(0)) respond();
  };
};

async function pullBeside({ environmentOfRun, runtime }: FakeMicrosoft): Promise<() => Promise<void>> {
  const quiet = { error() {}, warn() {}, info() {}, debug() {} };
  const app = await createApp(environmentOfRun, 'standalone', runtime);
  const other = app.pull('all', { log: quiet });
  return async () => void (await other);
}

async function movedAway({ folder }: FakeMicrosoft): Promise<() => Promise<void>> {
  await rename(folder, `${folder}-away`);
  await writeFile(folder, '');
  return async () => {
    await rm(folder);
    await rename(`${folder}-away`, folder);
  };
}

/** Root may write anywhere, so it becomes somebody else for a while. */
async function readOnly({ folder }: FakeMicrosoft): Promise<() => Promise<void>> {
  const below = await readdir(folder, { recursive: true, withFileTypes: true });
  const folders = [
    folder,
    ...below.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name)),
  ];
  for (const each of folders) await chmod(each, 0o555);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  return async () => {
    if (isRoot) process.seteuid?.(0);
    for (const each of folders) await chmod(each, 0o755);
  };
}

const THROWS = { reason: 'throws', neighbour: 'kept', healthz: 503 } as const;

export const storeFaults: readonly Fault[] = [
  {
    name: 'the container breaks connections',
    keptIn: 'container',
    store: broken((_, response) => {
      response.destroy();
      return true;
    }),
    expected: { ...THROWS, sentence: 'The blob container fault-' },
  },
  {
    name: 'the container is slow',
    keptIn: 'container',
    store: broken(async () => {
      await setTimeout(100);
      return false;
    }),
    expected: {},
  },
  {
    name: 'the container may only be read',
    keptIn: 'container',
    store: broken(failWith(403, 'AuthorizationPermissionMismatch', isPut)),
    expected: { ...THROWS, healthz: 200, sentence: 'give the identity the role Storage Blob Data Owner' },
  },
  {
    name: 'a document of the container has lost its ETag, once',
    keptIn: 'container',
    store: broken(
      failWith(412, 'ConditionNotMet', (method, url, count) => isHistoryOfFaulty(method, url) && count === 1),
    ),
    expected: {},
  },
  {
    name: 'somebody holds a lease on a document of the container',
    keptIn: 'container',
    store: broken(failWith(412, 'LeaseIdMissing', isHistoryOfFaulty)),
    expected: { reason: 'store', sentence: 'LeaseIdMissing' },
  },
  {
    name: 'the folder has become a file',
    store: movedAway,
    expected: { ...THROWS, sentence: 'a part of its path is a file (ENOTDIR)' },
  },
  {
    name: 'the folder may only be read',
    store: readOnly,
    expected: { ...THROWS, healthz: 200, sentence: 'permission denied (EACCES)' },
  },
  {
    name: 'history is corrupt, and restored after the run',
    store: rewritten(HISTORY, (text) => text.slice(0, 40)),
    expected: { reason: 'store', sentence: 'is corrupt; restore it from a backup', isShownLater: true },
  },
  {
    name: 'the status is corrupt, and restored after the run',
    store: rewritten(STATUS, () => '[]'),
    expected: {
      ...{ reason: 'store', rejectedRows: 'unknown' },
      ...{ sentence: 'is corrupt; restore it from a backup', brings: (fresh) => fresh },
    },
  },
  {
    name: 'history was written by a newer release that only added to it',
    store: async (microsoft) => {
      await rewritten(HISTORY, newer)(microsoft);
      return async () => {};
    },
    expected: {
      also: async (_, { folder }) => {
        const [file = ''] = await filesOf(folder, HISTORY);
        const document: unknown = JSON.parse(await readFile(file, 'utf8'));
        return isObject(document) && document.version === 2 && isObject(document.from_the_future)
          ? []
          : ['what the newer release wrote is gone'];
      },
    },
  },
  {
    name: 'history was written by a newer release in another shape',
    store: rewritten(HISTORY, () => '{"version":2,"columns":{}}'),
    expected: { reason: 'store', sentence: 'was written by a newer release of this program', isShownLater: true },
  },
  { name: 'two pulls at once', everyReport: meeting(), store: pullBeside, expected: {} },
];
