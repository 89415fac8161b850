import { createStore } from '../../src/app.ts';
import { overwriteJson } from '../../src/store/store.ts';
import { createStateStore } from '../../src/tenants/state-store.ts';
import { QUIET_LOG } from '../quiet-log.ts';
import { declareIn, idOf, keysTo, openFleet } from './open.ts';
import { healthy } from './states.ts';

/** A store of so many tenants, of which the first was pulled and all others have its numbers: `<tenants>`. */
const tenants = Number(process.argv[2]);
const fleet = await openFleet(process.env);
const store = await createStore(fleet.settings.base);
await declareIn(store, tenants);
const [first, ...others] = keysTo(tenants);
await fleet.pull(first ?? '', { log: QUIET_LOG });
const copied = ['exposition', 'last-run.json'] as const;
const documents = await Promise.all(copied.map(async (name) => [name, await store.read(`${first}/${name}`)] as const));
const now = new Date();
const states = new Map(others.map((key, index) => [key, healthy(idOf(index + 1), now)]));
for (const [index, key] of others.entries()) {
  await overwriteJson(store, `${key}/tenant.json`, { version: 1, id: idOf(index + 1) });
  for (const [name, stored] of documents) {
    if (typeof stored === 'object') await store.write(`${key}/${name}`, stored.bytes, undefined);
  }
}
await createStateStore(store).update(others, (key) => () => states.get(key));
