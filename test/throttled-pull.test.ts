import { expect, it } from 'vitest';
import { parseExposition } from './support/exposition.ts';
import { randomOf } from './support/random.ts';
import { daysAgo, revisedFile, revisionsOf } from './support/revised-tenant.ts';
import { runCli, temporaryFolder } from './support/run.ts';
import { type FileOf, respondWithError, startTenant } from './support/tenant.ts';

const SEED = process.env.SEED ?? '432';
const REPORT_COUNT = 58;
const MAX_CALLS = 12;

const NEWEST = daysAgo(2);
const REVISION = { number: 1, newestOf: () => NEWEST, isEmpty: (place: number) => place % 7 === 3 };
const fileOf: FileOf = (report, period) => revisedFile(report, period, REVISION);

interface Call {
  readonly report: string;
  readonly file: string;
  readonly at: number;
  readonly fate: 'reset' | 'throttled' | 'served';
  readonly retryAfterMs: number;
}

it('a pull of every report is complete, and within its budget, while Graph throttles and drops connections', async () => {
  const calls: Call[] = [];
  const tenant = await startTenant(troubled(calls));
  const store = { REPORTS: 'all', WINDOW_DAYS: '180', HISTORY_STORE: `file:${await temporaryFolder()}` };
  const started = performance.now();

  const { status, stdout } = await runCli(['collect'], { ...tenant.environment, ...store });

  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`\n${describeCalls(calls)}, ${seconds.toFixed(1)} s\n`);
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${REPORT_COUNT} of ${REPORT_COUNT} reports read.\n` });
  expect(tenant.tokenRequests).toHaveLength(1);
  expect(Math.max(...callsByReport(calls).values())).toBeLessThanOrEqual(MAX_CALLS);
  expect(tooEarly(calls)).toEqual([]);
  const exposition = parseExposition((await runCli(['metrics'], store)).stdout);
  expect(exposition.get('m365_last_run_graph_responses{status="429"}')).toBe(countOf(calls, 'throttled'));
  expect(exposition.get('m365_last_run_graph_responses{status="none"}')).toBe(countOf(calls, 'reset'));
  expect(revisionsOf(exposition)).toEqual(await undisturbed());
});

/** A fifth of Graph's responses are 429, a tenth are reset connections; which ones, the seed decides. */
function troubled(calls: Call[]): FileOf {
  return (report, period) => (request, response, redirect) => {
    const file = `${report} ${period}`;
    const id = `${SEED} ${file} ${calls.filter((call) => call.file === file).length}`;
    const chance = randomOf(id);
    const fate = chance < 0.1 ? 'reset' : chance < 0.3 ? 'throttled' : 'served';
    const retryAfterMs = fate === 'throttled' ? 100 + Math.floor(randomOf(`${id} wait`) * 1_500) : 0;
    calls.push({ report, file, at: performance.now(), fate, retryAfterMs });
    if (fate === 'reset') return void request.socket.resetAndDestroy();
    if (fate === 'throttled') {
      response.setHeader('retry-after', (retryAfterMs / 1000).toFixed(3));
      return respondWithError(response, 429, 'TooManyRequests', 'Please retry again later.');
    }
    const text = fileOf(report, period);
    if (typeof text === 'string') redirect(text);
  };
}

/** Calls that came before the wait was over that the response to the one before had demanded. */
function tooEarly(calls: readonly Call[]): readonly string[] {
  return calls.flatMap(({ file, at }, index) => {
    const last = calls.slice(0, index).findLast((call) => call.file === file);
    return last !== undefined && at - last.at < last.retryAfterMs ? [`${file}: ${at - last.at}`] : [];
  });
}

function callsByReport(calls: readonly Call[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(calls, ({ report }) => report)].map(([report, own]) => [report, own.length]));
}

function countOf(calls: readonly Call[], fate: Call['fate']): number {
  return calls.filter((call) => call.fate === fate).length;
}

function describeCalls(calls: readonly Call[]): string {
  const numbers = [...callsByReport(calls).values()];
  const distribution = [...Map.groupBy(numbers, (number) => number)].sort(([a], [b]) => a - b);
  const shares = distribution.map(([number, reports]) => `${reports.length} with ${number}`).join(', ');
  return `seed ${SEED}: ${calls.length} calls, ${countOf(calls, 'throttled')} returned 429, ${countOf(calls, 'reset')} reset; reports ${shares}`;
}

async function undisturbed(): Promise<Map<string, number>> {
  const { environment } = await startTenant(fileOf);
  const store = { REPORTS: 'all', WINDOW_DAYS: '180', HISTORY_STORE: `file:${await temporaryFolder()}` };
  await runCli(['collect'], { ...environment, ...store });
  return revisionsOf(parseExposition((await runCli(['metrics'], store)).stdout));
}
