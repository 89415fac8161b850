import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, freePort, startProcess, temporaryFolder } from './run.ts';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Debian's Prometheus, scraping one port of this machine every second. It ends with the test. */
export async function startPrometheus(target: number) {
  const config = join(await temporaryFolder(), 'prometheus.yml');
  const scrape = { job_name: 'm365', scrape_interval: '1s', static_configs: [{ targets: [`127.0.0.1:${target}`] }] };
  await writeFile(config, JSON.stringify({ scrape_configs: [scrape] }));
  return startPrometheusWith(config);
}

/** The same, with a configuration of its own, or another Prometheus. */
export async function startPrometheusWith(
  config: string,
  more: readonly string[] = [],
  {
    program = 'prometheus',
    environment = {},
    data = '',
  }: { program?: string; environment?: Record<string, string>; data?: string } = {},
) {
  const folder = await temporaryFolder();
  const port = await freePort();
  const flags = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${data || join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    ...more,
  ];
  const child = startProcess(program, flags, environment);
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log += chunk;
  });
  const query = async (expression: string): Promise<readonly Sample[]> => {
    const response = await get(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const result: readonly { metric: Record<string, string>; value: readonly [number, string] }[] =
      JSON.parse(response).data.result;
    return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  };
  await eventually(() => get(`http://127.0.0.1:${port}/-/ready`));
  /** The alerts, pending ones too, once there are some; when there are none, what was judged last. */
  const alerts = async (): Promise<readonly Sample[]> => {
    const found = await query('ALERTS');
    if (found.length > 0) return found;
    const judged = await query('sort_desc(m365_usage_drop_score)');
    throw new Error(`no alert yet; ${judged.length} scores, highest: ${highest(judged)}`);
  };
  return { url: `http://127.0.0.1:${port}`, query, alerts, log: () => log };
}

function highest(sorted: readonly Sample[]): string {
  const texts = sorted.slice(0, 5).map(({ labels, value }) => `${labels.report} ${labels.column} ${value.toFixed(2)}`);
  return texts.join(', ') || 'none';
}

export async function get(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} returned ${response.status}`);
  return response.text();
}
