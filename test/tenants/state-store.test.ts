import { expect, it } from 'vitest';
import { createStateStore } from '../../src/tenants/state-store.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const NEXT_AT = '2026-01-31T12:00:00.000Z';
const STATE = { state: 'healthy', nextAt: NEXT_AT, unfinished: 0, failures: 0 } as const;
const KEYS = Array.from({ length: 200 }, (_, index) => `t${index}`);

it('is sent again where it has changed, and nowhere else', async () => {
  const store = createMemoryStore();
  const sent: string[] = [];
  const states = createStateStore({
    ...store,
    read: async (path, known) => {
      const stored = await store.read(path, known);
      if (stored !== 'unchanged') sent.push(path);
      return stored;
    },
  });
  const other = createStateStore(store);
  await other.update(KEYS, () => () => STATE);

  const first = await states.loadAll();
  const again = await states.loadAll();

  expect(new Set(first.keys())).toEqual(new Set(KEYS));
  expect(again).toEqual(first);
  expect(sent).toHaveLength(16);

  await other.update(['t7'], () => () => ({ ...STATE, failures: 1 }));

  expect((await states.loadAll()).get('t7')).toEqual({ ...STATE, failures: 1 });
  expect(await states.load('t7')).toEqual({ ...STATE, failures: 1 });
  expect(sent).toHaveLength(17);
});
