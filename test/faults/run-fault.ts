import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type App, createApp } from '../../src/app.ts';
import type { Report } from '../../src/catalogue/types.ts';
import { problemResponse } from '../../src/http/healthz.ts';
import type { Log } from '../../src/log.ts';
import type { Environment } from '../../src/system/environment.ts';
import { parseExposition } from '../support/exposition.ts';
import { startBlobService } from './blob-service.ts';
import { openClock } from './clock.ts';
import type { FakeMicrosoft } from './fake-microsoft.ts';
import type { Fault } from './fault.ts';
import { FAULTY, NEIGHBOUR, PAUSE_MS, type Values } from './report-file.ts';

/** What there is to see after a pull. */
export interface Seen {
  readonly faulty: Values;
  readonly neighbour: Values;
  readonly metrics: ReadonlyMap<string, number>;
}

export interface Ran {
  readonly before: Seen;
  readonly after: Seen;
  /** Of `/healthz` while the fault lasted. */
  readonly healthz: number;
  /** Everything that was logged, and the error that the run ended with. */
  readonly messages: readonly string[];
  readonly error: unknown;
}

/** With what the fault itself finds wrong. */
export interface Evaluated extends Ran {
  readonly also: readonly string[];
}

/** What has not ended by then never does: all waiting but that of a container's library is not real. */
const MAX_SECONDS = 120;

/** A pull that goes well, then one with the fault, by the program as its hosts put it together. */
export async function run(fault: Fault, microsoft: FakeMicrosoft): Promise<Evaluated> {
  const folder = await mkdtemp(join(tmpdir(), 'm365-usage-exporter-fault-'));
  Object.assign(microsoft, { folder, clock: openClock(), fault: {}, lagDays: 3 });
  const environment = {
    ...microsoft.environment,
    GRAPH_ENDPOINT: 'https://graph.microsoft.com',
    ...(await placeOf(fault, microsoft)),
  };
  try {
    const app = await createApp(environment, 'standalone', microsoft.runtime);
    await app.pull('all', { log: toLog([]) });
    const before = await seenIn(app);
    const ran = { before, ...(await runWithFault(fault, microsoft, environment)) };
    return { ...ran, also: (await fault.expected.also?.(ran, microsoft)) ?? [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runWithFault(
  fault: Fault,
  microsoft: FakeMicrosoft,
  environment: Environment,
): Promise<Omit<Ran, 'before'>> {
  const messages: string[] = [];
  microsoft.clock.pass(PAUSE_MS);
  Object.assign(microsoft, { fault, lagDays: 2, environmentOfRun: environment });
  Object.assign(microsoft, { calls: {}, waits: [], reached: [], leaks: [] });
  const runtime = { ...microsoft.runtime, ...fault.runtime };
  const app = await createApp({ ...environment, ...fault.environment }, 'standalone', runtime);
  const undo = await fault.store?.(microsoft);
  const error = await inTime(app.pull('all', { log: toLog(messages) })).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof Error) messages.push(`error ${error.name}: ${error.message}`);
  const healthz = await app.healthz().catch(problemResponse);
  await undo?.();
  return { after: await seenIn(app), healthz: healthz.status, messages: [...messages, String(healthz.body)], error };
}

async function inTime(pull: Promise<unknown>): Promise<unknown> {
  const patience = new AbortController();
  const late = setTimeout(MAX_SECONDS * 1000, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`the run did not end within ${MAX_SECONDS} s`);
  });
  return Promise.race([pull, late]).finally(() => patience.abort());
}

async function placeOf({ keptIn }: Fault, microsoft: FakeMicrosoft): Promise<Environment> {
  if (keptIn !== 'container') return { HISTORY_STORE: `file:${microsoft.folder}` };
  microsoft.blobs ??= await startBlobService();
  return { HISTORY_STORE: `blob:fault-${randomUUID()}`, AzureWebJobsStorage: microsoft.blobs.connectionString };
}

function toLog(lines: string[]): Log {
  const at = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

async function seenIn(app: App): Promise<Seen> {
  const { history } = app.tenant.documents;
  const valuesOf = async (report: Report): Promise<Values> => {
    const series = (await history.loadAllParts(report)).flatMap((part) => part.series);
    return new Map(
      series.flatMap(({ column, item, days }) =>
        Object.entries(days).map(([date, [value]]) => [`${column}${item && ` ${item}`} ${date}`, value]),
      ),
    );
  };
  const { body } = await app.metrics({ header: () => undefined });
  return {
    faulty: await valuesOf(FAULTY),
    neighbour: await valuesOf(NEIGHBOUR),
    metrics: parseExposition(body.toString()),
  };
}
