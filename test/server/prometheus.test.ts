import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseExposition } from '../support/exposition.ts';
import { describeWith } from '../support/programs.ts';
import { eventually, freePort, startProcess, temporaryFolder } from '../support/run.ts';

describeWith('prometheus', 'promtool')('the running demo', () => {
  it('is scraped by Prometheus without a dropped sample, and promtool finds nothing to mend', async () => {
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
      'm365_usage_silent_days use base unit "seconds" instead of "days"\n',
    );
  });
});

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function startPrometheus(target: number) {
  const folder = await temporaryFolder();
  const config = join(folder, 'prometheus.yml');
  const scrape = { job_name: 'm365', scrape_interval: '1s', static_configs: [{ targets: [`127.0.0.1:${target}`] }] };
  await writeFile(config, JSON.stringify({ scrape_configs: [scrape] }));
  const port = await freePort();
  const flags = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = startProcess('prometheus', flags);
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log += chunk;
  });
  const query = async (expression: string): Promise<readonly Sample[]> => {
    const answer = await get(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const result: readonly { metric: Record<string, string>; value: readonly [number, string] }[] =
      JSON.parse(answer).data.result;
    return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  };
  await eventually(() => get(`http://127.0.0.1:${port}/-/ready`));
  return { query, log: () => log };
}

async function get(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}
