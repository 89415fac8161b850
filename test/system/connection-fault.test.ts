import { describe, expect, it } from 'vitest';
import { connectionFault } from '../../src/system/connection-fault.ts';
import { proxyBypass, proxyFor } from '../../src/system/proxy.ts';

const GRAPH = new URL('https://graph.microsoft.com/v1.0/reports?token=secret');
const PROXY = { HTTPS_PROXY: 'http://user:pass%40word@proxy.corp:3128' };
const failure = (code: string, message = code) => Object.assign(new Error(message), { code });

const TUNNEL = (status: number) => failure('UND_ERR_ABORTED', `Proxy response (${status}) !== 200 when HTTP Tunneling`);

describe('connectionFault', () => {
  it.each([
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      /^the certificate of graph\.microsoft\.com .*TLS inspection; set NODE_EXTRA_CA_CERTS/,
    ],
    ['UNABLE_TO_GET_ISSUER_CERT', /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /signed by itself .*NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', /has expired .*the clock/],
    ['CERT_NOT_YET_VALID', /not valid yet .*set the clock/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /is for another name .*check the address/],
    ['CERT_REVOKED', /was not accepted \(CERT_REVOKED\)/],
    [
      'EACCES',
      /^this machine forbids a connection to graph\.microsoft\.com .*allow it in its own firewall or security/,
    ],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', /is far longer than its own would be .*check the address/],
    ['UND_ERR_HEADERS_OVERFLOW', /^the headers of graph\.microsoft\.com are larger than 16 KiB/],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /wants a certificate of this program/],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /does not accept the certificate of this program .*use one that it knows/],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', /^what responds for graph\.microsoft\.com serves nothing under that name/],
  ])('does not try again after %s', (code, sentence) => {
    expect(connectionFault(failure(code), GRAPH, {})).toEqual({
      sentence: expect.stringMatching(sentence),
      isFinal: true,
      isTimeout: false,
    });
    expect(connectionFault(failure(code), GRAPH, {}).sentence).toContain(`(${code})`);
  });

  it.each([
    [
      'ENOTFOUND',
      'DNS knows no address of graph.microsoft.com (ENOTFOUND); check its spelling, the network and the DNS server of this machine',
    ],
    ['EAI_AGAIN', 'DNS did not respond for graph.microsoft.com (EAI_AGAIN); check the network'],
    ['ECONNREFUSED', 'graph.microsoft.com refuses connections (ECONNREFUSED); check the address'],
    ['ECONNRESET', 'the connection to graph.microsoft.com was cut (ECONNRESET)'],
    ['ETIMEDOUT', 'no connection to graph.microsoft.com came about in time (ETIMEDOUT); let the firewall allow it'],
    ['UND_ERR_CONNECT_TIMEOUT', 'no connection to graph.microsoft.com came about in time (UND_ERR_CONNECT_TIMEOUT)'],
    ['EHOSTUNREACH', 'there is no route to graph.microsoft.com (EHOSTUNREACH)'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLS with graph.microsoft.com failed'],
    ['UND_ERR_HEADERS_TIMEOUT', 'graph.microsoft.com went silent (UND_ERR_HEADERS_TIMEOUT)'],
    [
      'HPE_INVALID_CONSTANT',
      'what responds for graph.microsoft.com does not speak HTTP/1.1 (HPE_INVALID_CONSTANT); check the address and its port',
    ],
    [
      'EMFILE',
      'this process has no file descriptor left for a connection to graph.microsoft.com (EMFILE); raise its limit (ulimit -n)',
    ],
    [
      'EADDRNOTAVAIL',
      'this machine has no port left for a connection to graph.microsoft.com (EADDRNOTAVAIL); end what holds so many connections',
    ],
    ['ETWAS', 'the connection to graph.microsoft.com failed (ETWAS)'],
  ])('tries again after %s', (code, sentence) => {
    const fault = connectionFault(failure(code), GRAPH, {});

    expect(fault).toMatchObject({ isFinal: false, sentence: expect.stringContaining(sentence) });
    expect(fault.sentence).toMatch(/a later run tries again$/);
  });

  it('says of the proxy what happens on the way to it', () => {
    const sentenceOf = (code: string) => connectionFault(failure(code), GRAPH, PROXY).sentence;

    expect(sentenceOf('ENOTFOUND')).toContain(
      'DNS knows no address of the proxy proxy.corp:3128 (ENOTFOUND); check HTTPS_PROXY',
    );
    expect(sentenceOf('ECONNREFUSED')).toContain(
      'the proxy proxy.corp:3128 refuses connections (ECONNREFUSED); check HTTPS_PROXY',
    );
    expect(sentenceOf('UND_ERR_PRX_CONN')).toContain('through the proxy proxy.corp:3128 was cut (UND_ERR_PRX_CONN)');
  });

  it.each([
    [407, {}, true, 'the proxy proxy.corp:3128 returned 407: it refuses the name or the password in HTTPS_PROXY'],
    [
      407,
      { HTTPS_PROXY: 'http://proxy.corp:3128' },
      true,
      'returned 407 and wants a name and password; set HTTPS_PROXY to http://<name>:<password>@proxy.corp:3128',
    ],
    [
      403,
      {},
      true,
      'returned 403: it forbids graph.microsoft.com; whoever runs it has to allow CONNECT to graph.microsoft.com:443',
    ],
    [503, {}, false, 'returned 503: it cannot reach graph.microsoft.com itself'],
    [
      404,
      {},
      true,
      'returned 404 to CONNECT graph.microsoft.com; check that HTTPS_PROXY is the address of an HTTP proxy',
    ],
  ])('names the proxy that returned %d', (status, env, isFinal, sentence) => {
    const wrapped = new Error('request failed', { cause: TUNNEL(status) });
    const byNode = Object.assign(failure('ERR_PROXY_TUNNEL'), { statusCode: status });

    for (const error of [TUNNEL(status), wrapped, byNode, new AggregateError([wrapped])]) {
      const fault = connectionFault(error, GRAPH, { ...PROXY, ...env });
      expect(fault).toMatchObject({ isFinal, sentence: expect.stringContaining(sentence) });
      expect(fault.sentence).not.toMatch(/pass%40word|pass@word|user:|secret/);
    }
  });

  it.each([
    [{}, 'graph.microsoft.com does not speak TLS (wrong version number); check its port, and whether it is http'],
    [
      { https_proxy: 'https://proxy.corp:3128' },
      'the proxy proxy.corp:3128 does not speak TLS (wrong version number); write http:// instead of https:// in https_proxy',
    ],
  ])('knows plain HTTP where TLS is expected', (env, sentence) => {
    for (const code of ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER']) {
      const error = failure(code, 'write EPROTO 405D:error:0A00010B:SSL routines::wrong version number');
      expect(connectionFault(error, GRAPH, env)).toMatchObject({
        isFinal: true,
        sentence: expect.stringContaining(sentence),
      });
    }
  });
});

describe('proxyFor', () => {
  it.each([
    ['https://graph.microsoft.com', { HTTPS_PROXY: 'http://a:1' }, 'a:1'],
    ['https://graph.microsoft.com', { http_proxy: 'http://a:1' }, 'a:1'],
    ['http://receiver', { HTTPS_PROXY: 'http://a:1' }, undefined],
    ['https://graph.microsoft.com', { HTTPS_PROXY: 'http://a:1', NO_PROXY: 'x,.microsoft.com' }, undefined],
    ['https://graph.microsoft.com', { HTTPS_PROXY: 'http://a:1', no_proxy: 'soft.com' }, 'a:1'],
    ['https://localhost:1', { HTTPS_PROXY: 'http://a:1' }, undefined],
    ['https://[::1]:1', { HTTPS_PROXY: 'http://a:1' }, undefined],
    ['http://169.254.169.254', { HTTP_PROXY: 'http://a:1' }, undefined],
  ])('for %s with %o is %s', (url, env, host) => {
    expect(proxyFor(new URL(url), env)?.url.host).toBe(host);
  });
});

describe('proxyBypass', () => {
  it('adds loopback and the identity endpoint to what is there, in whichever spelling it is read', () => {
    const once = proxyBypass({ no_proxy: 'corp' });
    const expected = 'corp,localhost,127.0.0.1,::1,169.254.169.254';
    expect(proxyBypass(once)).toEqual({ no_proxy: expected, NO_PROXY: expected });
  });
});
