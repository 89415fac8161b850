import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { PUSH_TIME_MS } from '../../src/export/push.ts';
import { MAX_CALLS_PER_REPORT, MAX_TIMEOUTS_PER_REPORT } from '../../src/graph/retry.ts';
import { OPTIONS } from '../../src/store/blob-service.ts';
import { RUN_TIME_MS, TRY_TIMEOUT_MS } from '../../src/system/runtime.ts';

const { maxTries, tryTimeoutInMs, maxRetryDelayInMs } = OPTIONS.retryOptions;

it('a pull, its pushes and two operations of a store that hangs end before the platform ends the function', async () => {
  const { functionTimeout } = JSON.parse(await readFile('host.json', 'utf8'));
  const storeMs = maxTries * tryTimeoutInMs + (maxTries - 1) * maxRetryDelayInMs;

  expect(functionTimeout).toMatch(/^00:\d\d:00$/);
  const hostMs = Number(functionTimeout.slice(3, 5)) * 60_000;
  expect(RUN_TIME_MS + PUSH_TIME_MS + 2 * storeMs).toBeLessThan(hostMs);
});

it('a report that hangs takes less than a third of a run', () => {
  expect(MAX_TIMEOUTS_PER_REPORT * TRY_TIMEOUT_MS).toBeLessThan(RUN_TIME_MS / 3);
});

it('a report takes fewer calls than Graph allows it in ten minutes', () => {
  expect(MAX_CALLS_PER_REPORT).toBeLessThan(14);
});
