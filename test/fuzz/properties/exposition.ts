import assert from 'node:assert/strict';
import { toPrometheus } from '../../../src/export/prometheus.ts';
import type { Family } from '../../../src/metrics/point.ts';
import { parseStrictly } from '../../support/strict-exposition.ts';
import { files } from '../files.ts';
import { exported, SERVICE } from '../pipeline.ts';
import { property } from '../property.ts';

export const expositionProperties = [
  property('the exposition is strict Prometheus text, and holds exactly the points', files, async (file) => {
    const { exposed, now } = (await exported(file)) ?? {};
    if (exposed === undefined || now === undefined) return;
    const sent = Buffer.from(await textOf(exposed, now)).toString();
    const samples = parseStrictly(sent).filter(({ name }) => name !== 'target_info');
    const points = exposed.flatMap(({ metric, points }) =>
      points.map(({ labels, value }) => ({ name: metric.name, labels, value })),
    );
    assert.deepEqual(samples.map(toText), points.map(toText));
    assert.equal(new Set(samples.map(({ name, labels }) => toText({ name, labels, value: 0 }))).size, samples.length);
  }),
  property('the same file twice is the same exposition', files, async (file) => {
    const texts = await Promise.all(
      [file, file].map(async (entry) => {
        const { exposed, now } = (await exported(entry)) ?? {};
        return exposed && now && textOf(exposed, now);
      }),
    );
    assert.equal(texts[0], texts[1]);
  }),
];

function toText({ name, labels, value }: { readonly name: string; readonly labels: object; readonly value: number }) {
  return `${name} ${JSON.stringify(Object.entries(labels).sort())} ${value}`;
}

async function textOf(families: readonly Family[], now: Date): Promise<string> {
  return (await Array.fromAsync(toPrometheus(families, SERVICE, now))).join('');
}
