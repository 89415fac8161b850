import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seriesName } from '../support/exposition.ts';
import { knownTenant } from '../support/known-tenant.ts';
import { serve } from '../support/loopback.ts';
import { describeWith, itOnPosix } from '../support/programs.ts';
import { decodeOtlp, decodeWriteRequest } from '../support/protobuf.ts';
import { startPulls } from '../support/pulls.ts';
import { type Inbox, receiver, status } from '../support/receiver.ts';
import { eventually, freePort, runCli, startProcess, temporaryFolder } from '../support/run.ts';

const DAY_SECONDS = 86_400;

describe('backfill', () => {
  it('writes what each newest value would have been, one sample a day, as OpenMetrics', async () => {
    const { known, environment, folder } = await pulled();
    const file = join(folder, 'past.om');

    const { status, stdout } = await runCli(['backfill', '--output', file, '--label', 'job=m365'], environment);

    const text = await readFile(file, 'utf8');
    const past = latestOver(known);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+ samples of \d+ series\.\n$/) });
    expect(samplesOf(text, 'm365_groups_latest')).toEqual(past.get('m365_groups_latest{}'));
    expect(samplesOf(text, 'm365_groups_active_latest')).toEqual(past.get('m365_groups_active_latest{}'));
    expect(text).toContain('m365_groups_latest{job="m365"} ');
    expect(text.endsWith('# EOF\n')).toBe(true);
  });

  it('keeps to a span and to some reports', async () => {
    const { known, environment, folder } = await pulled();
    const file = join(folder, 'past.om');
    const days = [...(latestOver(known).get('m365_groups_latest{}')?.keys() ?? [])]
      .sort((a, b) => a - b)
      .slice(-10, -5);
    const [from, to] = [days[0], days.at(-1)].map((time) => new Date((time ?? 0) * 1000).toISOString().slice(0, 10));

    await runCli(
      ['backfill', '--output', file, '--from', from ?? '', '--to', to ?? '', '--reports', 'groups'],
      environment,
    );

    const text = await readFile(file, 'utf8');
    expect([...samplesOf(text, 'm365_groups_latest').keys()]).toEqual(days);
    expect(text).not.toContain('m365_skype');
  });

  it.each([
    ['--otlp', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    ['--remote-write', { PROMETHEUS_REMOTE_WRITE_URL: '' }],
  ])('sends it with %s', async (option, settings) => {
    const { known, environment } = await pulled();
    const inbox: Inbox = { received: [], respond: status(200) };
    const origin = await serve(receiver(inbox));
    const target = Object.fromEntries(Object.keys(settings).map((name) => [name, origin]));

    expect(await runCli(['backfill', option], { ...environment, ...target })).toMatchObject({ status: 0 });

    const sent = option === '--otlp' ? otlpSamples(inbox) : writtenSamples(inbox);
    expect(sent).toEqual(latestOver(known).get('m365_groups_latest{}'));
  });

  it.each([
    [[], 'takes one of --output FILE, --otlp and --remote-write'],
    [['--otlp', '--remote-write'], 'takes one of --output FILE, --otlp and --remote-write'],
    [['--otlp', '--from', 'May'], '--from is "May"; use a day such as 2026-01-31'],
    [['--output', 'x', '--label', 'job'], '--label is "job"; use <name>=<value>'],
    [['--output', 'x', '--label', '__name__=x'], '--label is "__name__=x"'],
    [['--output', 'x', '--label', 'modality=x'], '--label names modality, which the series have already'],
    [
      ['--output', '/nowhere/past.om'],
      '--output /nowhere/past.om cannot be written: its folder is not there (ENOENT); name a file in a folder that exists',
    ],
    [['--remote-write'], 'cannot fill an Azure Monitor workspace, which refuses samples older than 20 minutes'],
  ])('refuses %j', async (args, message) => {
    const { environment } = await pulled();
    const url =
      'https://x.westeurope-1.metrics.ingest.monitor.azure.com/dataCollectionRules/dcr/streams/x/api/v1/write';

    const { status, stderr } = await runCli(['backfill', ...args], {
      ...environment,
      PROMETHEUS_REMOTE_WRITE_URL: url,
    });

    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  itOnPosix('/dev/null')('says that there is no history', async () => {
    const empty = { HISTORY_STORE: `file:${await temporaryFolder()}` };

    expect(await runCli(['backfill', '--output', '/dev/null'], empty)).toMatchObject({
      status: 2,
      stderr: 'There is no history in that span; pull first, or widen --from and --to.\n',
    });
  });
});

describeWith('prometheus', 'promtool')('backfill into Prometheus', () => {
  it('is queried back day by day over half a year, and a live scrape goes on from it', async () => {
    const { known, environment, folder } = await pulled();
    const [past, data, config] = ['past.om', 'data', 'prometheus.yml'].map((name) => join(folder, name));
    if (past === undefined || data === undefined || config === undefined) throw new Error('no names');
    const exporter = `127.0.0.1:${await freePort()}`;
    const labels = ['--label', 'job=m365', '--label', `instance=${exporter}`];
    await runCli(['backfill', '--output', past, ...labels], environment);
    const blocks = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', past, data], {
      encoding: 'utf8',
    });
    expect({ status: blocks.status, stderr: blocks.stderr }).toMatchObject({ status: 0 });
    startProcess(process.execPath, ['dist/cli.js', 'serve'], { ...environment, PORT: exporter.split(':')[1] ?? '' });
    const scrape = { job_name: 'm365', scrape_interval: '1s', static_configs: [{ targets: [exporter] }] };
    await writeFile(config, JSON.stringify({ scrape_configs: [scrape] }));
    const address = `127.0.0.1:${await freePort()}`;
    const flags = [`--config.file=${config}`, `--storage.tsdb.path=${data}`, '--storage.tsdb.retention.time=2y'];
    startProcess('prometheus', [...flags, `--web.listen-address=${address}`]);
    const get = async (path: string) =>
      JSON.parse(await (await fetch(`http://${address}/api/v1/${path}`)).text()).data.result;

    const expected = latestOver(known);
    const times = [...expected.values()].flatMap((days) => [...days.keys()]);
    const query = encodeURIComponent('last_over_time({__name__=~"m365_.+_latest"}[26h])');
    const [start, end] = [Math.min(...times), Math.max(...times)];
    const results: readonly Ranged[] = await eventually(async () => {
      const series = await get(`query_range?query=${query}&start=${start}&end=${end}&step=1h`);
      if (series.length === 0) throw new Error('nothing yet');
      return series;
    });

    const found = new Map(
      results.map(({ metric: { __name__: name = '', job, instance, ...rest }, values }) => {
        const atMidnight = values
          .filter(([time]) => time % DAY_SECONDS === 0)
          .map(([time, value]) => [time, Number(value)] as const);
        return [seriesName(name, rest), new Map(atMidnight)] as const;
      }),
    );
    for (const [name, days] of expected) {
      for (const [time, value] of days) expect([name, time, found.get(name)?.get(time)]).toEqual([name, time, value]);
    }

    const live = await eventually(async () => {
      const [series] = await get('query?query=m365_groups_latest');
      if (series === undefined) throw new Error('not scraped yet');
      return series;
    });
    expect(live.metric).toEqual(results.find(({ metric }) => metric.__name__ === 'm365_groups_latest')?.metric);
  });
});

/** A known tenant, pulled into a folder. */
async function pulled() {
  const known = knownTenant();
  const pulls = await startPulls(known.fileOf);
  await pulls.run();
  return { known, ...pulls };
}

interface Ranged {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** What each newest value of a daily metric would have been, by midnight in Unix seconds. */
function latestOver(known: ReturnType<typeof knownTenant>): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const past = new Map<string, Map<number, number>>();
  for (const [name, value] of known.expected(180)) {
    const [, metric, labels, day] = /^(\w+)\{(.*?),?report_date="([\d-]+)"\}$/.exec(name) ?? [];
    if (metric === undefined || day === undefined) continue;
    const latest = `${metric}_latest{${labels}}`;
    const days = past.get(latest) ?? new Map<number, number>();
    past.set(latest, days.set(Date.parse(day) / 1000, value));
  }
  return past;
}

function samplesOf(text: string, metric: string): Map<number, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
  return new Map(
    lines.map((line) => line.split(' ').slice(-2).map(Number)).map(([value = 0, time = 0]) => [time, value]),
  );
}

function otlpSamples({ received }: Inbox): Map<number, number> {
  const points = received.flatMap(({ body }) => decodeOtlp(body)).filter(({ name }) => name === 'm365_groups_latest');
  return new Map(points.map(({ time, value }) => [time / 1000, value]));
}

function writtenSamples({ received }: Inbox): Map<number, number> {
  const series = received.flatMap(({ body }) => decodeWriteRequest(body));
  const groups = series.filter(({ labels }) => labels.some(([, value]) => value === 'm365_groups_latest'));
  return new Map(groups.flatMap(({ samples }) => samples.map(([time, value]) => [time / 1000, value] as const)));
}
