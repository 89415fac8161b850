import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseExposition } from '../support/exposition.ts';
import { itOnPosix } from '../support/programs.ts';
import { ended, eventually, freePort, runCli, startProcess } from '../support/run.ts';

/** The same in every message about the tenant that waits. */
const WAITS =
  'Entra refused a token for Microsoft Graph (AADSTS7000229 unauthorized_client): nobody in the tenant has consented to the application yet; send its administrator this link: https://login.microsoftonline.com/00000000-0000-4000-8000-000000000004/v2.0/adminconsent?client_id=99999999-0000-4000-8000-000000000000';

itOnPosix('a signal to a child')(
  'five sample tenants of different sizes are served, and the one without consent says what it needs',
  async () => {
    const port = await freePort();
    const demo = startProcess(process.execPath, ['dist/cli.js', 'demo', '--tenants', '5'], { PORT: String(port) });
    const end = ended(demo);
    let output = '';
    demo.stdout?.on('data', (text) => {
      output += text;
    });
    await eventually(async () => expect(output).toContain('Ctrl+C ends the demo'), 120_000);
    const origin = `http://127.0.0.1:${port}`;
    const get = async (path: string) => (await fetch(`${origin}${path}`)).text();

    const targets: { readonly labels: Readonly<Record<string, string>> }[] = JSON.parse(await get('/targets'));
    expect(targets.map(({ labels }) => [labels.__metrics_path__, labels.tenant, labels.region])).toEqual([
      ['/metrics/_fleet', undefined, undefined],
      ['/metrics/contoso', 'contoso', 'emea'],
      ['/metrics/fabrikam', 'fabrikam', 'americas'],
      ['/metrics/northwind', 'northwind', 'americas'],
      ['/metrics/tailspin', 'tailspin', 'apac'],
    ]);
    const sizes = await Promise.all(
      ['contoso', 'fabrikam', 'northwind', 'tailspin'].map(async (key) =>
        Number(parseExposition(await get(`/metrics/${key}`)).get('m365_groups_latest{}')),
      ),
    );
    const [contoso = 0, fabrikam = 0] = sizes;
    expect(sizes.toSorted((a, b) => b - a)).toEqual(sizes);
    expect(contoso / fabrikam).toBeCloseTo(10, 1);
    for (const path of ['/', '/tenants/adatum']) {
      const page = (await get(path)).replaceAll('&amp;', '&');
      expect(page).toContain(WAITS);
      expect(page).toContain('A. Datum Corporation');
    }
    expect(parse(await readFile(`.data/demo/prometheus-${port}.yml`, 'utf8')).scrape_configs).toEqual([
      { job_name: 'm365', http_sd_configs: [{ url: `${origin}/targets`, refresh_interval: '5s' }] },
    ]);

    demo.kill('SIGTERM');

    const { status, stdout, stderr } = await end;
    expect(status).toBe(0);
    expect(stderr.split('\n').filter((line) => !line.startsWith('info'))).toEqual([
      expect.stringContaining(`adatum: waiting_for_consent: ${WAITS}`),
      '',
    ]);
    expect(stdout.split('\n').slice(0, 6)).toEqual([
      'SAMPLE DATA: 5 sample tenants on this machine; nothing is sent to Microsoft.',
      '',
      '',
      `4 of 5 tenants healthy; the page of all says what the others need: ${origin}/`,
      `Metrics of one: ${origin}/metrics/contoso, of all together: ${origin}/metrics/_fleet`,
      `Prometheus finds all of them, with the label tenant, by http_sd_configs: [{ url: ${origin}/targets }]`,
    ]);
  },
  180_000,
);

it.each(['0', '201', '-1', 'many', '', '5.5'])('--tenants %j is no number of tenants', async (number) => {
  expect(await runCli(['demo', '--tenants', number])).toEqual({
    status: 1,
    stdout: '',
    stderr: `This cannot be done:\n- --tenants is ${JSON.stringify(number)}; use a whole number from 1 to 200\n`,
  });
});
