import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seriesName } from '../support/exposition.ts';
import { knownTenant } from '../support/known-tenant.ts';
import { describeIfInstalled } from '../support/programs.ts';
import { eventually, freePort, runCli, startProcess, temporaryFolder } from '../support/run.ts';
import { startTenant } from '../support/tenant.ts';

interface Exported {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly number[];
  readonly timestamps: readonly number[];
}

/** Where VictoriaMetrics cannot be installed, otlp.test.ts compares what is sent, decoded. */
describeIfInstalled('victoria-metrics')('OTLP into a receiver that keeps the time of points', () => {
  it('has every day at its own date, half a year back', async () => {
    const known = knownTenant();
    const tenant = await startTenant(known.fileOf);
    const folder = await temporaryFolder();
    const address = `127.0.0.1:${await freePort()}`;
    const storage = [`-storageDataPath=${join(folder, 'data')}`, '-retentionPeriod=1y', '-search.latencyOffset=0s'];
    startProcess('victoria-metrics', [...storage, `-httpListenAddr=${address}`]);
    await eventually(() => fetch(`http://${address}/health`));
    const environment = {
      ...tenant.environment,
      HISTORY_STORE: `file:${join(folder, 'history')}`,
      WINDOW_DAYS: '180',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${address}/opentelemetry`,
    };

    expect(await runCli(['collect'], environment)).toMatchObject({ status: 0 });

    await fetch(`http://${address}/internal/force_flush`);
    const body = new URLSearchParams({ 'match[]': '{report_date!=""}' });
    const text = await (await fetch(`http://${address}/api/v1/export`, { method: 'POST', body })).text();
    const lines = text
      .trim()
      .split('\n')
      .map((line): Exported => JSON.parse(line));
    const stored = new Map(lines.map(({ metric, values }) => [nameOf(metric), values]));
    const dated = [...known.expected(180)].filter(([name]) => name.includes('report_date='));
    expect(stored).toEqual(new Map(dated.map(([name, value]) => [name, [value]])));
    for (const { metric, timestamps } of lines) expect(timestamps).toEqual([Date.parse(metric.report_date ?? '')]);
  });
});

/** Without what stands for the resource and the scope. */
function nameOf({ __name__: name = '', ...labels }: Exported['metric']): string {
  return seriesName(
    name,
    Object.fromEntries(Object.entries(labels).filter(([label]) => !/^(service|scope)\./.test(label))),
  );
}
