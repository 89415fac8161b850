import { expect, it } from 'vitest';
import { isDownloadUrl } from '../../src/graph/download-hosts.ts';

const graph = new URL('https://graph.microsoft.com');
const hosts = ['*.office.com', 'files.contoso.example'];

it.each([
  'https://reports.office.com/data/download/x',
  'https://reportsweu.office.com/data/v1.0/download?token=x',
  'https://graph.microsoft.com/file',
  'https://files.contoso.example/x',
])('follows a redirect to %s', (url) => {
  expect(isDownloadUrl(new URL(url), { graphEndpoint: graph, hosts })).toBe(true);
});

it.each([
  'http://reports.office.com/x',
  'https://office.com/x',
  'https://office.com.evil.example/x',
  'https://eviloffice.com/x',
  'https://reports.office.com.evil.example/x',
  'https://sub.files.contoso.example/x',
  'https://169.254.169.254/metadata',
  'https://10.0.0.1/x',
  'http://127.0.0.1/x',
  'https://localhost/x',
  'https://[::1]/x',
  'ftp://reports.office.com/x',
  'file:///etc/passwd',
])('does not follow a redirect to %s', (url) => {
  expect(isDownloadUrl(new URL(url), { graphEndpoint: graph, hosts: [...hosts, '127.0.0.1', 'localhost'] })).toBe(
    false,
  );
});

it('follows a redirect to loopback only where Graph itself is there', () => {
  const graphEndpoint = new URL('http://127.0.0.1:8080');

  expect(isDownloadUrl(new URL('http://localhost:9999/x'), { graphEndpoint, hosts })).toBe(true);
  expect(isDownloadUrl(new URL('http://reports.office.com/x'), { graphEndpoint, hosts })).toBe(false);
});
