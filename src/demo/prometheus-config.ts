import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Where the alert rules are, below the folder that npm starts the demo in. */
const RULES = 'infra/alerts/m365-usage.yaml';

/**
 * Write a configuration with which Prometheus scrapes the demo and judges the alert rules, as JSON, which is YAML too.
 * Only its intervals are for the impatient.
 *
 * @returns the file's path, with forward slashes: every shell and Prometheus take those on Windows too
 */
export async function writePrometheusConfig(target: URL, folder: string): Promise<string> {
  const config = {
    global: { scrape_interval: '5s', evaluation_interval: '5s' },
    rule_files: [resolve(RULES)],
    scrape_configs: [{ job_name: 'm365', static_configs: [{ targets: [target.host] }] }],
  };
  const path = `${folder}/prometheus-${target.port}.yml`;
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(config, null, 2)}\n`);
  return path;
}
