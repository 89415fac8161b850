import { toPrometheus } from '../src/export/prometheus.ts';
import { serviceOf } from '../src/export/to-resource-metrics.ts';
import { toRegistry } from './prom-client.ts';
import { loadSample } from './sample.ts';
import { medians, millisecondsOf } from './side-by-side.ts';

/** Points as Prometheus text, by us and by prom-client. */
const { settings, families } = await loadSample(process.env);
const service = serviceOf(settings);
const registry = toRegistry(families);
const timed = (render: () => Promise<unknown>) => () => {
  globalThis.gc?.();
  return millisecondsOf(render);
};
const renderers = {
  ours: timed(() => Array.fromAsync(toPrometheus(families, service, new Date()))),
  fromPoints: timed(() => toRegistry(families).metrics()),
  held: timed(() => registry.metrics()),
};
await medians(2, renderers);
const median = await medians(Number(process.argv[2]), renderers);
process.stdout.write(JSON.stringify({ ours: median('ours'), fromPoints: median('fromPoints'), held: median('held') }));
