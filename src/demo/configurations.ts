import { writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { makeFolder } from '../store/make-folder.ts';

/** The folder of this program, be it a clone or installed: the demo may be started from anywhere. */
const PROGRAM = dirname(findPackageJSON(import.meta.url) ?? '');
const RULES = join(PROGRAM, 'infra/alerts/m365-usage.yaml');
const DASHBOARDS = join(PROGRAM, 'infra/grafana/dashboards');

/** Where the Prometheus of the demo is to listen: at 9090 Debian starts one of its own. */
const PROMETHEUS = '127.0.0.1:9091';

/** Files for the programs beside the demo, and how these are started with them. */
export interface Configurations {
  readonly paths: readonly string[];
  readonly hints: string;
}

/** Where the demo is scraped: there, or what `/targets` there lists. */
export interface Scraped {
  readonly address: URL;
  readonly hasMany: boolean;
}

/** Write what a Prometheus and a Grafana on this machine need to show the demo. The files are JSON, which is YAML too. */
export async function writeConfigurations(scraped: Scraped, folder: string): Promise<Configurations> {
  const prometheus = await writePrometheusConfig(scraped, folder);
  const grafana = await writeGrafanaProvisioning(`${folder}/grafana-${scraped.address.port}`);
  const hints = [
    `With Prometheus: prometheus --config.file=${prometheus} --storage.tsdb.path=${folder}/prometheus --web.listen-address=${PROMETHEUS}`,
    `With Grafana: start it with GF_PATHS_PROVISIONING in its environment, set to ${withSlashes(resolve(grafana))}`,
    `  That has the dashboards of ${withSlashes(DASHBOARDS)} and this Prometheus as the data source, http://${PROMETHEUS}.`,
  ];
  return { paths: [prometheus, grafana], hints: hints.join('\n') };
}

/** Prometheus scrapes the demo and judges the alert rules. Only its intervals are for the impatient. */
async function writePrometheusConfig({ address, hasMany }: Scraped, folder: string): Promise<string> {
  const path = `${folder}/prometheus-${address.port}.yml`;
  const targets = hasMany
    ? { http_sd_configs: [{ url: new URL('/targets', address).href, refresh_interval: '5s' }] }
    : { static_configs: [{ targets: [address.host] }] };
  await write(folder, path, {
    global: { scrape_interval: '5s', evaluation_interval: '5s' },
    rule_files: [RULES],
    scrape_configs: [{ job_name: 'm365', ...targets }],
  });
  return path;
}

/** @see https://grafana.com/docs/grafana/latest/administration/provisioning/ */
async function writeGrafanaProvisioning(folder: string): Promise<string> {
  // Grafana takes a dollar sign for the start of a variable's name.
  const path = withSlashes(DASHBOARDS).replaceAll('$', '$$$$');
  const own = { name: 'Microsoft 365 usage', uid: 'm365-usage', type: 'prometheus', access: 'proxy' };
  const files = {
    dashboards: { providers: [{ name: 'm365-usage', folder: own.name, type: 'file', options: { path } }] },
    datasources: { datasources: [{ ...own, url: `http://${PROMETHEUS}`, jsonData: { httpMethod: 'POST' } }] },
  };
  for (const [kind, content] of Object.entries(files)) {
    await write(`${folder}/${kind}`, `${folder}/${kind}/m365-usage.yaml`, { apiVersion: 1, ...content });
  }
  return folder;
}

async function write(folder: string, path: string, content: object): Promise<void> {
  await makeFolder(folder);
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
}

/** Every shell, Prometheus and Grafana take those on Windows too. */
function withSlashes(path: string): string {
  return path.replaceAll(sep, '/');
}
