import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { createStore } from '../../src/app.ts';
import { plan } from '../../src/tenants/planner.ts';
import { createStateStore } from '../../src/tenants/state-store.ts';
import { QUIET_LOG } from '../quiet-log.ts';
import { medianOf } from '../side-by-side.ts';
import { cpuMs } from '../usage.ts';
import { startAzurite } from './azurite.ts';
import { declareIn, idOf, keysTo, openFleet } from './open.ts';
import { healthy } from './states.ts';

/** What it costs to look who of many tenants is due, where none is. */
export interface Ticked {
  readonly reads: number;
  readonly writes: number;
  readonly cpuMs: number;
  /** Of the decision alone, without the store. */
  readonly plannerMs: number;
}

/** `<tenants> <times>`; in a process of its own. */
const [tenants = 0, times = 1] = process.argv.slice(2).map(Number);
const azurite = await startAzurite();
const { HISTORY_STORE: _, ...own } = process.env;
const fleet = await openFleet({ ...own, HISTORY_STORE: 'blob:bench', AzureWebJobsStorage: azurite.connection });
const store = await createStore(fleet.settings.base);
const now = new Date();
const known = new Map(keysTo(tenants).map((key, index) => [key, healthy(idOf(index), now)]));
await declareIn(store, tenants);
await createStateStore(store).update([...known.keys()], (key) => () => known.get(key));

let [reads, writes] = [0, 0];
subscribe('http.client.request.start', (message) => {
  if (typeof message !== 'object' || message === null || !('request' in message)) return;
  if (!(message.request instanceof ClientRequest)) return;
  if (message.request.method === 'GET') reads += 1;
  else writes += 1;
});
const ticks: (Omit<Ticked, 'plannerMs'> & { readonly due: number })[] = [];
for (let time = -3; time < times; time += 1) {
  [reads, writes] = [0, 0];
  const before = cpuMs();
  const due = (await fleet.plan(QUIET_LOG)).length;
  if (time >= 0) ticks.push({ reads, writes, cpuMs: cpuMs() - before, due });
}
if (ticks.some(({ due }) => due > 0)) throw new Error('somebody is due');
const all = keysTo(tenants).map((key, index) => ({ key, id: idOf(index), intervalMs: 86_400_000 }));
const before = cpuMs();
for (let time = 0; time < times; time += 1) plan(all, known, now);
const plannerMs = (cpuMs() - before) / times;
const median = (figure: 'reads' | 'writes' | 'cpuMs') => medianOf(ticks.map((tick) => tick[figure]));
const ticked: Ticked = { reads: median('reads'), writes: median('writes'), cpuMs: median('cpuMs'), plannerMs };
process.stdout.write(JSON.stringify(ticked));
azurite.end();
