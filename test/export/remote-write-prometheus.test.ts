import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { createCredential, requestToken } from '../../src/azure/credential.ts';
import { createRemoteWriteExporter } from '../../src/export/remote-write.ts';
import { parseExposition, seriesName, usageOf } from '../support/exposition.ts';
import { knownTenant } from '../support/known-tenant.ts';
import { serve } from '../support/loopback.ts';
import { describeWith } from '../support/programs.ts';
import { startPrometheusWith } from '../support/prometheus.ts';
import { runCli, temporaryFolder } from '../support/run.ts';
import { startTenant, TOKEN } from '../support/tenant.ts';

describeWith('prometheus', 'promtool')('remote write into Prometheus', () => {
  it('is queried back exactly, dated, newest and health series', async () => {
    const { url, query } = await startReceiver();
    const { run } = await start(`${url}/api/v1/write`);

    expect(await run()).toMatchObject({ status: 0 });

    const stored = await query('{__name__=~"m365_.+"}');
    const exposition = parseExposition((await run('metrics')).stdout);
    expect(usageOf(stored)).toEqual(usageOf(exposition));
    expect(stored.get('m365_report_rows{report="getOffice365GroupsActivityGroupCounts"}')).toBe(180);
  });

  it('passes a front that demands the token of the managed identity', async () => {
    const { url, query } = await startReceiver();
    const front = await serve(async (request, response) => {
      if (request.headers.authorization !== `Bearer ${TOKEN}`) return void response.writeHead(401).end();
      const { authorization: _authorization, ...headers } = request.headers;
      const sent = {
        method: 'POST',
        headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]),
      };
      const forwarded = await fetch(`${url}/api/v1/write`, { ...sent, body: new Uint8Array(await buffer(request)) });
      response.writeHead(forwarded.status).end();
    });
    const { environment } = await startTenant(() => undefined);
    Object.assign(process.env, environment);
    const exporter = createRemoteWriteExporter({
      url: new URL(front),
      headers: {},
      now: () => new Date(),
      sleep: async () => {},
      getToken: (scope) => requestToken(scope, AbortSignal.timeout(10_000), createCredential, 'remote write'),
      tokenScopes: { '127.0.0.1': 'https://monitor.azure.com/.default' },
    });

    await exporter.push(
      [{ metric: { name: 'm365_groups_latest', unit: '{group}', help: '' }, point: { labels: { a: 'b' }, value: 5 } }],
      () => {},
      AbortSignal.timeout(10_000),
    );

    expect(await query('m365_groups_latest')).toEqual(new Map([['m365_groups_latest{a="b"}', 5]]));
  });
});

async function start(url: string) {
  const tenant = await startTenant(knownTenant().fileOf);
  const environment = {
    ...tenant.environment,
    HISTORY_STORE: `file:${await temporaryFolder()}`,
    OTEL_METRICS_EXPORTER: 'prometheus,prometheus_remote_write',
    PROMETHEUS_REMOTE_WRITE_URL: url,
  };
  return { run: (command = 'collect') => runCli([command], environment) };
}

async function startReceiver() {
  const config = join(await temporaryFolder(), 'prometheus.yml');
  await writeFile(config, '{}');
  const { url, query } = await startPrometheusWith(config, ['--web.enable-remote-write-receiver']);
  const stored = async (expression: string) =>
    new Map(
      (await query(expression)).map(({ labels: { __name__: name = '', ...labels }, value }) => [
        seriesName(name, labels),
        value,
      ]),
    );
  return { url, query: stored };
}
