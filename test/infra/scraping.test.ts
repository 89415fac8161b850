import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { KEY, SECRET, startEntra, startFunctionApp } from '../support/function-app.ts';
import { describeIfInstalled, describeWith } from '../support/programs.ts';
import { startPrometheusWith } from '../support/prometheus.ts';
import { eventually, temporaryFolder } from '../support/run.ts';
import { startVmagent } from '../support/vmagent.ts';

const newer = describeIfInstalled('prometheus-3', 'openssl');
const vmagent = describeIfInstalled('vmagent', 'openssl');

const SCRAPERS = [
  { program: 'prometheus', file: 'prometheus-entra.yml', describe: describeWith('prometheus', 'openssl') },
  { program: 'prometheus-3', file: 'prometheus-entra.yml', describe: newer },
  { program: 'prometheus-3', file: 'prometheus-key.yml', describe: newer },
  { program: 'vmagent', file: 'vmagent-entra.yml', describe: vmagent },
  { program: 'vmagent', file: 'vmagent-key.yml', describe: vmagent },
] as const;

for (const { program, file, describe } of SCRAPERS) {
  describe(`${program} with ${file}`, () => {
    it('is let in, and keeps the sample', async () => {
      const { latest, app, entra } = await start(program, file, { key: KEY, secret: SECRET });

      await eventually(async () => {
        expect({ up: await latest('up'), sample: await latest('m365_groups_latest') }).toEqual({ up: 1, sample: 70 });
      });

      expect(new Set(app.requests.map(({ url }) => url))).toEqual(new Set(['/metrics']));
      expect(entra.requests).toEqual(file.includes('entra') ? [TOKEN_REQUEST] : []);
    });

    it('stays outside with a wrong secret, and says so', async () => {
      const { latest, app } = await start(program, file, { key: 'wrong', secret: 'wrong' });

      await eventually(async () => expect(await latest('up')).toBe(0));

      expect(await latest('m365_groups_latest')).toBeUndefined();
      expect(app.requests.length > 0).toBe(file.includes('key'));
    });
  });
}

vmagent('the page /config of vmagent', () => {
  it('is closed, since it would show the key', async () => {
    const { url, latest } = await start('vmagent', 'vmagent-key.yml', { key: KEY, secret: SECRET });
    await eventually(async () => expect(await latest('up')).toBe(1));

    const pages = ['/config', '/targets', '/api/v1/targets', '/service-discovery', '/metrics', '/flags'];
    const responses = await Promise.all(pages.map((page) => fetch(`${url}${page}`)));
    const texts = await Promise.all(responses.map((response) => response.text()));

    expect(responses.map(({ status }) => status)).toEqual([401, 200, 200, 200, 200, 200]);
    expect(texts.filter((page) => page.includes(KEY))).toEqual([]);
  });
});

const TOKEN_REQUEST = {
  path: '/tenant-of-the-test/oauth2/v2.0/token',
  grant_type: 'client_credentials',
  scope: 'api://application-of-the-test/.default',
  client_id: 'client-of-the-test',
  client_secret: SECRET,
};

interface Secrets {
  readonly key: string;
  readonly secret: string;
}

/** A scraper with a file of infra/scrape, before a Function app and an Entra. */
async function start(program: string, file: string, { key, secret }: Secrets) {
  const folder = await temporaryFolder();
  const certificate = await makeCertificate();
  const [app, entra] = [await startFunctionApp(certificate), await startEntra(certificate)];
  const config = join(folder, file);
  await writeFile(join(folder, 'scrape-key'), `${key}\n`);
  await writeFile(join(folder, 'scrape-secret'), `${secret}\n`);
  await writeFile(
    config,
    await fillIn(file, {
      'm365-usage.example.net': app.host,
      'login.microsoftonline.com': entra.host,
      '/etc/m365-usage': folder,
    }),
  );
  const environment = { SSL_CERT_FILE: certificate.file, M365_SCRAPE_KEY: key };
  if (program === 'vmagent') return { ...(await startVmagent(config, environment)), app, entra };
  const { url, query } = await startPrometheusWith(config, [], { program, environment });
  return { url, latest: async (metric: string) => (await query(metric))[0]?.value, app, entra };
}

/** The file as it is, but for what a user puts in, and for the minute. */
async function fillIn(file: string, places: Readonly<Record<string, string>>): Promise<string> {
  const values = {
    ...places,
    TENANT_ID: 'tenant-of-the-test',
    APPLICATION_ID: 'application-of-the-test',
    CLIENT_ID: 'client-of-the-test',
    'scrape_interval: 1m': 'scrape_interval: 1s',
    'scrape_timeout: 30s': 'scrape_timeout: 1s',
  };
  const text = await readFile(`infra/scrape/${file}`, 'utf8');
  return Object.entries(values).reduce((filled, [from, to]) => filled.replaceAll(from, to), text);
}
