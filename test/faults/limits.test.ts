import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { PUSH_TIME_MS } from '../../src/export/push.ts';
import { MAX_CALLS_PER_REPORT, MAX_TIMEOUTS_PER_REPORT } from '../../src/graph/retry.ts';
import { FLEET_SETTINGS } from '../../src/settings/fleet-schema.ts';
import { OPTIONS } from '../../src/store/blob-service.ts';
import { RUN_TIME_MS, TRY_TIMEOUT_MS } from '../../src/system/runtime.ts';
import { CLAIM_MS } from '../../src/tenants/planner.ts';

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

/** For which the Functions host hides a message that it gives to a function; it renews that while the function runs. */
const INVISIBLE_MS = 600_000;

it('a claim outlives a pull and its pushes, and has run out when the message of a killed one comes back', () => {
  expect(CLAIM_MS).toBeGreaterThan(RUN_TIME_MS + PUSH_TIME_MS);
  expect(CLAIM_MS).toBeLessThan(INVISIBLE_MS);
});

it('a process pulls as many tenants at a time by a queue as by itself', async () => {
  const { batchSize, newBatchThreshold } = JSON.parse(await readFile('host.json', 'utf8')).extensions.queues;

  expect(batchSize + newBatchThreshold).toBe(v.parse(FLEET_SETTINGS, {}).TENANTS_AT_A_TIME);
  // One that hangs keeps no other waiting: the next batch comes while half of them still run.
  expect(newBatchThreshold).toBe(batchSize);
});
