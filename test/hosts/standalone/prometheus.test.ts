import { spawnSync } from 'node:child_process';
import { access, rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseExposition } from '../../support/exposition.ts';
import { describeWith } from '../../support/programs.ts';
import { get, startPrometheus, startPrometheusWith } from '../../support/prometheus.ts';
import { eventually, freePort, startProcess } from '../../support/run.ts';

describeWith('prometheus', 'promtool')('the running demo', () => {
  it('is scraped by Prometheus without a dropped sample, and promtool finds nothing to fix', async () => {
    const port = await freePort();
    startProcess(process.execPath, ['dist/cli.js', 'demo'], {
      REPORTS: 'all+beta',
      PORT: String(port),
      WINDOW_DAYS: '180',
    });
    const text = await eventually(() => get(`http://127.0.0.1:${port}/metrics`));
    const exposition = parseExposition(text);
    const prometheus = await startPrometheus(port);

    const up = await eventually(async () => {
      const [result] = await prometheus.query('up{job="m365"} == 1');
      if (result === undefined) throw new Error('not scraped yet');
      return result;
    });
    const [series] = await prometheus.query('count({job="m365", __name__=~"m365_.*|target_info"})');
    const [scraped] = await prometheus.query('scrape_samples_scraped');
    const [kept] = await prometheus.query('scrape_samples_post_metric_relabeling');
    const groups = await prometheus.query('m365_groups_active');

    expect(up).toMatchObject({ value: 1 });
    expect(series?.value).toBe(exposition.size);
    expect([scraped?.value, kept?.value]).toEqual([exposition.size, exposition.size]);
    expect(new Map(groups.map(({ labels, value }) => [labels.report_date, value]))).toEqual(
      new Map(
        [...exposition]
          .filter(([name]) => name.startsWith('m365_groups_active{'))
          .map(([name, value]) => [/report_date="([^"]+)"/.exec(name)?.[1], value]),
      ),
    );
    expect(prometheus.log()).not.toMatch(/level=(warn|error)|level=(WARN|ERROR)/);

    const promtool = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    // The one name that promtool would spell otherwise is part of the contract: days are what is counted.
    expect(promtool.stdout + promtool.stderr).toBe(
      'm365_usage_days_without_data use base unit "seconds" instead of "days"\n',
    );
  });

  it('writes a configuration with which Prometheus sees its drop', async () => {
    const port = await freePort();
    const config = `.data/demo/prometheus-${port}.yml`;
    startProcess(process.execPath, ['dist/cli.js', 'demo'], { PORT: String(port) });
    await eventually(() => access(config));

    const check = spawnSync('promtool', ['check', 'config', config], { encoding: 'utf8' });
    const prometheus = await startPrometheusWith(config);
    // Until the first scrape the exporter is absent, which raises no alert within its hour.
    const alerts = await eventually(async () => {
      const active = await prometheus.alerts();
      return active.filter(({ labels }) => labels.alertname !== 'M365ExporterAbsent').length > 0
        ? active
        : Promise.reject(new Error(`only ${JSON.stringify(active)}`));
    });
    await rm(config, { force: true });

    expect(check).toMatchObject({ status: 0, stdout: expect.stringContaining('SUCCESS: 1 rule files found') });
    expect(
      alerts
        .filter(({ labels }) => labels.alertstate === 'firing')
        .map(({ labels: { alertname, report } }) => [alertname, report]),
    ).toEqual([['M365UsageDropped', 'getOffice365GroupsActivityGroupCounts']]);
  });
});
