import { expect, vi } from 'vitest';
import { createApp } from '../../src/app.ts';
import { addDays, yearOf } from '../../src/report/dates.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { crashPull, measurePull, type Pace } from './crashed-pull.ts';
import { parseExposition } from './exposition.ts';
import { lostValuesOf, PHASES, type Phase, phaseOf } from './lost-values.ts';
import { randomOf } from './random.ts';
import { daysAgo, type Revision, startRevisedTenant } from './revised-tenant.ts';
import { copyTenant, loadStored } from './stored-values.ts';
import type { WatchedStore } from './watched-store.ts';

type Environment = Readonly<Record<string, string>>;

const SEED = process.env.SEED ?? String(Date.now() % 1_000_000);
/** On each store. */
const CRASHES = Number(process.env.CRASHES ?? 20) / 2;
export const CRASHING_MS = 300_000 + CRASHES * 60_000;

const REPORTS = [
  'onedrive',
  'activations',
  'getOffice365GroupsActivityGroupCounts',
  'getOffice365ServicesUserCounts',
  'getTeamsDeviceUsageUserCounts',
  'getTeamsDeviceUsageDistributionUserCounts',
].join(',');
const { reports } = readSettings({ REPORTS }, 'standalone').tenant;

const YESTERDAY = daysAgo(3);
/** Its window of 180 days lies in two calendar years. */
const LATE = `${yearOf(daysAgo(40))}-01-20`;

/** The second revision corrects every value, brings a day, and leaves other cells empty. */
function revision(number: 0 | 1): Revision {
  return {
    number,
    newestOf: (report) =>
      addDays(reports.findIndex(({ name }) => name === report.name) % 3 === 0 ? LATE : YESTERDAY, number),
    isEmpty: (place) => place % 7 === 3 + number,
  };
}

/** Kill pulls into a store at random moments, look for lost values, and complete each one. Returns what to print. */
export async function crashPulls(watched: WatchedStore): Promise<string> {
  process.stdout.write(`\n${CRASHES} crashes with seed ${SEED}\n`);
  const crashes = await startCrashes(watched);
  const phases: Phase[] = [];
  for (let index = 0; phases.length < CRASHES; index += 1) phases.push(...(await crashes.crash(index)));
  const { startMs, workMs } = crashes.pace();
  const counts = PHASES.map((phase) => `${phases.filter((other) => other === phase).length} ${phase}`);
  return `seed ${SEED}: ${phases.length} crashes of a pull of ${Math.round(startMs)} + ${Math.round(workMs)} ms: ${counts.join(', ')}`;
}

async function startCrashes(watched: WatchedStore) {
  const tenant = await startRevisedTenant(revision(0));
  const environment = { ...tenant.environment, ...watched.environment, REPORTS, WINDOW_DAYS: '180' };
  for (const [name, value] of Object.entries(tenant.environment)) vi.stubEnv(name, value);
  const as = (name: string): Environment => ({ ...environment, TENANT_ID: name });
  const load = (name: string) => loadStored(watched.store, name, reports);
  const copy = (name: string) => copyTenant(watched.store, 'before', name, reports);

  await pull(as('before'), 'all');
  tenant.revision = revision(1);
  let pace = await measure(async (name) => {
    await copy(name);
    return measurePull(as(name), tenant);
  });
  const references = {
    empty: { before: await load('nobody'), shown: await pull(as('empty'), 'all'), complete: await load('empty') },
    grown: {
      before: await load('before'),
      shown: await pull(as('measured-0'), 'all'),
      complete: await load('measured-0'),
    },
  };

  return {
    pace: () => pace,
    /** Nothing where the pull was over before. */
    async crash(index: number): Promise<readonly Phase[]> {
      const isEmpty = index % 4 === 3;
      const { before, shown, complete } = references[isEmpty ? 'empty' : 'grown'];
      const name = `killed-${index}`;
      if (!isEmpty) await copy(name);

      const killed = await crashPull(randomOf(`${SEED} ${index}`), pace, as(name), tenant, watched);

      const left = await load(name);
      expect(lostValuesOf(left, before, complete, killed.acknowledged)).toEqual([]);
      // A first run that was killed is taken up by the timer, which pulls what is due.
      expect(await pull(as(name), isEmpty ? 'due' : 'all')).toEqual(shown);
      expect((await load(name)).files).toEqual(complete.files);
      // The pace of a shared machine changes: the next moments lie within what a pull takes now.
      pace = { ...pace, workMs: killed.workedMs ?? pace.workMs * 1.03 };
      return killed.workedMs === undefined ? [phaseOf(left, before, killed.unfinishedWrites)] : [];
    },
  };
}

/** The median of three pulls. */
async function measure(run: (name: string) => Promise<Pace>): Promise<Pace> {
  const paces: Pace[] = [];
  for (let index = 0; index < 3; index += 1) paces.push(await run(`measured-${index}`));
  const [, median] = paces.toSorted((a, b) => a.workMs - b.workMs);
  return median ?? { startMs: 0, workMs: 0 };
}

/** Pull here, and what is served then, without what tells of times and of how the run went. */
async function pull(environment: Environment, which: 'all' | 'due'): Promise<Map<string, number>> {
  const app = await createApp(environment, 'standalone');
  const quiet = () => {};
  const run = await app.pull(which, { log: { error: quiet, warn: quiet, info: quiet, debug: quiet } });
  expect(run.reports.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  const { status, body } = await app.metrics({ header: () => undefined });
  expect(status).toBe(200);
  const volatile = /^m365_(last_run_graph_responses|pull_last_run|report_last_success|report_pull_duration)/;
  return new Map([...parseExposition(body.toString())].filter(([name]) => !volatile.test(name)));
}
