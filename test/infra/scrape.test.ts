import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { describeIfInstalled, describeWith } from '../support/programs.ts';

const FOLDER = 'infra/scrape';
const names = (await readdir(FOLDER)).filter((name) => name !== 'README.md');
const files = await Promise.all(
  names.map(async (name) => ({ name, text: await readFile(`${FOLDER}/${name}`, 'utf8') })),
);
const readme = await readFile(`${FOLDER}/README.md`, 'utf8');

/** What a user puts in. */
const PLACEHOLDERS = /\b(?:m365-usage|prometheus)\.example\.net\b|\b[A-Z]+_ID\b|\/etc\/m365-usage\/[\w-]+/g;
const ENTRA = ['/etc/m365-usage/scrape-secret', 'APPLICATION_ID', 'CLIENT_ID', 'TENANT_ID', 'm365-usage.example.net'];
const WANTED: Readonly<Record<string, readonly string[]>> = {
  'alloy-entra.alloy': [...ENTRA, 'prometheus.example.net'],
  'alloy-key.alloy': ['/etc/m365-usage/scrape-key', 'm365-usage.example.net', 'prometheus.example.net'],
  'prometheus-entra.yml': ENTRA,
  'prometheus-key.yml': ['/etc/m365-usage/scrape-key', 'm365-usage.example.net'],
  'vmagent-entra.yml': ENTRA,
  'vmagent-key.yml': ['/etc/m365-usage/config-key', '/etc/m365-usage/scrape-key', 'm365-usage.example.net'],
};

it('every scraper has a file for the key and one for Entra', () => {
  expect(names.toSorted()).toEqual(Object.keys(WANTED));
});

describe.each(files)('$name', ({ name, text }) => {
  it('spells what a user puts in as the others do, and the README says where it comes from', () => {
    const placeholders = [...new Set(text.match(PLACEHOLDERS))].toSorted();

    expect(placeholders).toEqual(WANTED[name]);
    expect(placeholders.filter((placeholder) => !readme.includes(placeholder))).toEqual([]);
    expect(readme).toContain(`(${name})`);
  });

  it('scrapes /metrics every minute by https and waits 30 seconds', () => {
    expect(settingsOf(text)).toMatchObject({
      job_name: 'm365',
      scheme: 'https',
      metrics_path: '/metrics',
      scrape_interval: '1m',
      scrape_timeout: '30s',
    });
  });

  it('takes secrets from files, and puts none into the URL', () => {
    expect(text).not.toMatch(/^[ -]*(params|client_secret|bearer_token|credentials) *[:=]/m);
    expect(text).not.toContain('code=');
  });
});

it.each(files.filter(({ name }) => name.includes('entra')))('$name asks Entra for the same token', ({ text }) => {
  expect(settingsOf(text)).toMatchObject({
    client_id: 'CLIENT_ID',
    client_secret_file: '/etc/m365-usage/scrape-secret',
    token_url: 'https://login.microsoftonline.com/TENANT_ID/oauth2/v2.0/token',
    scopes: 'api://APPLICATION_ID/.default',
  });
});

it.each([
  ['alloy-key.alloy', '{"x-functions-key" = [local.file.m365_scrape_key.content]}'],
  ['prometheus-key.yml', 'x-functions-key:\n        files: [/etc/m365-usage/scrape-key]'],
  ['vmagent-key.yml', "'x-functions-key: %{M365_SCRAPE_KEY}'"],
])('%s sends the key in the header that the host of Functions reads', (name, header) => {
  expect(files.find((file) => file.name === name)?.text).toContain(header);
});

describeWith('promtool')('promtool', () => {
  it('accepts the file for Entra', () => {
    expect(check('promtool', ['check', 'config', `${FOLDER}/prometheus-entra.yml`])).toBe('');
  });
});

describeIfInstalled('promtool-3')('promtool of a newer Prometheus', () => {
  it.each(['prometheus-entra.yml', 'prometheus-key.yml'])('accepts %s', (name) => {
    expect(check('promtool-3', ['check', 'config', `${FOLDER}/${name}`])).toBe('');
  });
});

describeIfInstalled('vmagent')('vmagent', () => {
  it.each(['vmagent-entra.yml', 'vmagent-key.yml'])('accepts %s', (name) => {
    expect(check('vmagent', ['-dryRun', `-promscrape.config=${FOLDER}/${name}`])).toBe('');
  });
});

/** What a checker has against its file. */
function check(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

/** Every `name: value` of YAML, or `name = value` of Alloy, which no test can run, wherever it stands. */
function settingsOf(text: string): Readonly<Record<string, string>> {
  const lines = text.startsWith('//') ? text.replace(/ += /g, ': ').replaceAll('"', '') : text;
  const pairs = lines.matchAll(/^[ -]*(\w+): \[?([^[\]\n]+)\]?$/gm);
  return Object.fromEntries([...pairs].map(([, key, value]) => [key, value]));
}
