import { once } from 'node:events';
import { expect, it } from 'vitest';
import { SYSTEM_RUNTIME } from '../../src/system/runtime.ts';

it('ends what takes longer than it may, and nothing that has been stopped', async () => {
  const [stopped, running] = [SYSTEM_RUNTIME.startTimer(10), SYSTEM_RUNTIME.startTimer(50)];
  stopped.stop();

  await once(running.signal, 'abort');

  expect(running.signal.reason).toMatchObject({ name: 'TimeoutError' });
  expect(stopped.signal.aborted).toBe(false);
});
