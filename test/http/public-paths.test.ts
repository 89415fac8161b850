import { expect, it } from 'vitest';
import { get } from '../support/prometheus.ts';
import { eventually, freePort, startProcess } from '../support/run.ts';

const STRANGE_PATHS = ['/healthz', '/nothing-here', '/%00', '/../../etc/passwd', `/${'a'.repeat(8_000)}`];

it('every response has the headers of one that may only be shown', async () => {
  const origin = await startDemo();
  const requests = [
    ['GET', '/'],
    ['GET', '/metrics'],
    ['GET', '/healthz'],
    ['GET', '/nothing-here?url=http://127.0.0.1:1/'],
    ['POST', '/metrics'],
  ] as const;

  for (const [method, path] of requests) {
    const { headers } = await fetch(`${origin}${path}`, { method });

    expect({ method, path, ...Object.fromEntries(headers) }).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'$/),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers.has('x-powered-by') || headers.has('server')).toBe(false);
  }
});

it('a stranger sees neither a tenant nor a folder nor a line of code', async () => {
  const origin = await startDemo();

  for (const path of STRANGE_PATHS) {
    const text = await (await fetch(`${origin}${path}`)).text();

    expect(text).not.toMatch(/sample-tenant|\/tmp|node_modules|\bat .*:\d+/);
    expect(text.length).toBeLessThan(300);
  }
});

async function startDemo(): Promise<string> {
  const port = await freePort();
  startProcess(process.execPath, ['dist/cli.js', 'demo'], { PORT: String(port), REPORTS: 'groups' });
  await eventually(() => get(`http://127.0.0.1:${port}/metrics`));
  return `http://127.0.0.1:${port}`;
}
