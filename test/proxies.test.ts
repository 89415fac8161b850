import { spawn } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { type Certificate, makeCertificate } from './support/certificate.ts';
import { knownTenant } from './support/known-tenant.ts';
import { serveTls } from './support/loopback.ts';
import { describeWith } from './support/programs.ts';
import { type SquidRules, startMitmproxy, startSquid } from './support/proxies.ts';
import { ended, temporaryFolder } from './support/run.ts';
import { startTenant } from './support/tenant.ts';

const GRAPH = 'graph.example';
const PASSWORD = { name: 'user', value: 'p@ss' };
const LIMIT = 240_000;

/** A Graph that responds itself, over TLS, under a name that only a proxy knows; nothing else of it is a stand-in. */
async function startGraph(certificate: Certificate) {
  const requests: IncomingMessage[] = [];
  const known = knownTenant();
  const origin = await serveTls((request, response) => {
    requests.push(request);
    const [, name = '', period] = /\/reports\/(\w+)(?:\(period='(D\d+)'\))?/.exec(request.url ?? '') ?? [];
    const file = known.fileOf(name, period);
    response.writeHead(typeof file === 'string' ? 200 : 404).end(typeof file === 'string' ? file : '');
  }, certificate);
  return { endpoint: `https://${GRAPH}:${new URL(origin).port}`, requests };
}

/** One report, pulled by the command itself in a process of its own; how long it took is bounded by the test only. */
async function collect(endpoint: string, environment: Readonly<Record<string, string>>) {
  const { environment: identity } = await startTenant(() => undefined);
  const env = {
    ...{ PATH: process.env.PATH, REPORTS: 'getOffice365GroupsActivityGroupCounts', LOG_LEVEL: 'debug' },
    ...identity,
    ...{ GRAPH_ENDPOINT: endpoint, HISTORY_STORE: `file:${await temporaryFolder()}` },
    ...environment,
  };
  return ended(spawn(process.execPath, ['src/cli/main.ts', 'collect'], { env }));
}

const withSquid = async (rules: SquidRules, user = '') => {
  const certificate = await makeCertificate([GRAPH]);
  const { endpoint, requests } = await startGraph(certificate);
  const proxy = await startSquid([GRAPH], rules);
  const environment = { HTTPS_PROXY: `http://${user}${proxy}`, NODE_EXTRA_CA_CERTS: certificate.file };
  return { proxy, requests, host: new URL(endpoint).host, ...(await collect(endpoint, environment)) };
};

describeWith(
  'squid',
  'htpasswd',
  'openssl',
)('behind squid', () => {
  it('reads a report, with the name and the password where it wants them', { timeout: LIMIT }, async () => {
    const { status, stderr, requests } = await withSquid({ password: PASSWORD }, 'user:p%40ss@');

    expect({ status, stderr: stderr.includes('error') }).toEqual({ status: 0, stderr: false });
    expect(requests.length).toBeGreaterThan(0);
  });

  it.each([
    ['without', '', ' and wants a name and password; set HTTPS_PROXY to http://<name>:<password>@'],
    ['with a wrong', 'user:wr0ng@', ': it refuses the name or the password in HTTPS_PROXY'],
  ])(
    '%s password it names the proxy and its 407, and does not try again',
    { timeout: LIMIT },
    async (_, user, sentence) => {
      const { status, stderr, proxy, requests } = await withSquid({ password: PASSWORD }, user);

      expect(status).toBe(2);
      expect(stderr).toContain(`Graph did not respond: the proxy ${proxy} returned 407${sentence}`);
      expect(stderr).not.toMatch(/trying again|wr0ng/);
      expect(requests).toEqual([]);
    },
  );

  it('names the proxy and its 403 where it forbids Graph', { timeout: LIMIT }, async () => {
    const { status, stderr, proxy, host } = await withSquid({ denied: [GRAPH] });

    expect(status).toBe(2);
    expect(stderr).toContain(`Graph did not respond: the proxy ${proxy} returned 403: it forbids ${host}`);
    expect(stderr).not.toContain('trying again');
  });
});

describeWith('mitmdump', 'openssl')('behind TLS inspection', () => {
  it('says NODE_EXTRA_CA_CERTS, does not try again, and works with it', { timeout: LIMIT }, async () => {
    const { endpoint, requests } = await startGraph(await makeCertificate([GRAPH]));
    const { host, authority } = await startMitmproxy([GRAPH]);

    const unreachable = await collect(endpoint, { HTTPS_PROXY: `http://${host}` });
    const read = await collect(endpoint, { HTTPS_PROXY: `http://${host}`, NODE_EXTRA_CA_CERTS: authority });

    expect(unreachable.status).toBe(2);
    expect(unreachable.stderr).toMatch(
      /Graph did not respond: the certificate of graph\.example:\d+ .*TLS inspection; set NODE_EXTRA_CA_CERTS/,
    );
    expect(unreachable.stderr).not.toContain('trying again');
    expect(read.status).toBe(0);
    expect(requests.length).toBeGreaterThan(0);
  });
});
