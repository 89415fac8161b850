import { connectionFault } from '../../../src/system/connection-fault.ts';
import type { Environment } from '../../../src/system/environment.ts';
import type { EdgeFault } from './edge.ts';

const HOST = new URL('https://graph.microsoft.com/v1.0');
const PROXY = { HTTPS_PROXY: 'http://proxy.corp:3128' };
const WITH_PASSWORD = { HTTPS_PROXY: 'http://user:secret@proxy.corp:3128' };
const LATER = 'a later run tries again';

/** By the code that Node.js or undici gives an error. */
const CODES: readonly (readonly [string, string])[] = [
  [
    'ENOTFOUND',
    `DNS knows no address of HOST (ENOTFOUND); check its spelling, the network and the DNS server of this machine, ${LATER}`,
  ],
  [
    'EAI_AGAIN',
    `DNS did not respond for HOST (EAI_AGAIN); check the network and the DNS server of this machine, ${LATER}`,
  ],
  ['ECONNREFUSED', `HOST refuses connections (ECONNREFUSED); check the address, its port, and the firewall, ${LATER}`],
  ['EHOSTUNREACH', `there is no route to HOST (EHOSTUNREACH); check the network of this machine, ${LATER}`],
  ['ENETUNREACH', `there is no route to HOST (ENETUNREACH); check the network of this machine, ${LATER}`],
  [
    'ETIMEDOUT',
    `no connection to HOST came about in time (ETIMEDOUT); let the firewall allow it, or set HTTPS_PROXY, ${LATER}`,
  ],
  ['ECONNRESET', `the connection to HOST was cut (ECONNRESET); if this stays, ask who runs the firewall, ${LATER}`],
  ['EACCES', 'this machine forbids a connection to HOST (EACCES); allow it in its own firewall or security policy'],
  [
    'EMFILE',
    `this process has no file descriptor left for a connection to HOST (EMFILE); raise its limit (ulimit -n), ${LATER}`,
  ],
  [
    'ENFILE',
    `this machine has no file descriptor left for a connection to HOST (ENFILE); end what holds them, or raise fs.file-max (sysctl), ${LATER}`,
  ],
  [
    'EADDRNOTAVAIL',
    `this machine has no port left for a connection to HOST (EADDRNOTAVAIL); end what holds so many connections, ${LATER}`,
  ],
  [
    'HPE_INVALID_CONSTANT',
    `what responds for HOST does not speak HTTP/1.1 (HPE_INVALID_CONSTANT); check the address and its port, ${LATER}`,
  ],
  [
    'UND_ERR_HEADERS_OVERFLOW',
    'the headers of HOST are larger than 16 KiB (UND_ERR_HEADERS_OVERFLOW); ask who runs it, or the proxy on the way, to shorten them',
  ],
  ['UND_ERR_HEADERS_TIMEOUT', `HOST went silent (UND_ERR_HEADERS_TIMEOUT); ${LATER}`],
  [
    'CERT_HAS_EXPIRED',
    'the certificate of HOST has expired (CERT_HAS_EXPIRED); check the clock of this machine, else whoever runs HOST, or inspects TLS on the way, has to renew it',
  ],
  [
    'CERT_NOT_YET_VALID',
    'the certificate of HOST is not valid yet (CERT_NOT_YET_VALID); set the clock of this machine',
  ],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'the certificate of HOST is signed by itself (DEPTH_ZERO_SELF_SIGNED_CERT); find out who responds there and, if it is right, set NODE_EXTRA_CA_CERTS to a PEM file with that certificate, before the program starts',
  ],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    "the certificate of HOST comes from an authority that Node.js does not know (SELF_SIGNED_CERT_IN_CHAIN), as it does behind TLS inspection; set NODE_EXTRA_CA_CERTS to a PEM file with that authority's certificate, before the program starts",
  ],
  [
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    "the certificate of HOST comes without its authority's, and Node.js does not know that (UNABLE_TO_GET_ISSUER_CERT_LOCALLY), as behind TLS inspection; set NODE_EXTRA_CA_CERTS to a PEM file with the whole chain of authorities, before the program starts",
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'the certificate that is presented for HOST is for another name (ERR_TLS_CERT_ALTNAME_INVALID); check the address, DNS, and what stands between',
  ],
  [
    'CERT_REVOKED',
    'the certificate of HOST was not accepted (CERT_REVOKED); whoever runs HOST, or inspects TLS on the way, has to replace it',
  ],
  [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'HOST wants a certificate of this program (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED); only receivers of OTLP can be shown one',
  ],
  [
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'HOST does not accept the certificate of this program (ERR_SSL_TLSV1_ALERT_UNKNOWN_CA); use one that it knows and that is still valid',
  ],
  [
    'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
    'what responds for HOST serves nothing under that name (ERR_SSL_TLSV1_UNRECOGNIZED_NAME); check the address, and DNS',
  ],
  [
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    `TLS with HOST failed (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION); check that nothing on the way limits TLS below 1.2, ${LATER}`,
  ],
];

/** By the status of a proxy's own response, and whether a password is set. */
const STATUSES: readonly (readonly [number, Environment, string])[] = [
  [
    407,
    PROXY,
    'the proxy PROXY returned 407 and wants a name and password; set HTTPS_PROXY to http://<name>:<password>@PROXY, percent-encoded',
  ],
  [
    407,
    WITH_PASSWORD,
    'the proxy PROXY returned 407: it refuses the name or the password in HTTPS_PROXY, which is http://<name>:<password>@PROXY, percent-encoded; only Basic authentication is supported',
  ],
  [403, PROXY, 'the proxy PROXY returned 403: it forbids HOST; whoever runs it has to allow CONNECT to HOST:443'],
  [429, PROXY, `the proxy PROXY returned 429: it gets too many requests; ask who runs it, ${LATER}`],
  [503, PROXY, `the proxy PROXY returned 503: it cannot reach HOST itself; if this stays, ask who runs it, ${LATER}`],
  [405, PROXY, 'the proxy PROXY returned 405 to CONNECT HOST; check that HTTPS_PROXY is the address of an HTTP proxy'],
];

const OF_PROXY: readonly (readonly [string, string])[] = [
  [
    'ENOTFOUND',
    `DNS knows no address of the proxy PROXY (ENOTFOUND); check HTTPS_PROXY, the network and the DNS server of this machine, ${LATER}`,
  ],
  [
    'ECONNREFUSED',
    `the proxy PROXY refuses connections (ECONNREFUSED); check HTTPS_PROXY, and that the proxy runs, ${LATER}`,
  ],
  ['ETIMEDOUT', `no connection to the proxy PROXY came about in time (ETIMEDOUT); check HTTPS_PROXY, ${LATER}`],
  [
    'ECONNRESET',
    `the connection to HOST through the proxy PROXY was cut (ECONNRESET); if this stays, ask who runs the firewall or the proxy, ${LATER}`,
  ],
];

const messageFor = (error: Error, env: Environment) => async () =>
  connectionFault(error, HOST, env).sentence.replaceAll(HOST.host, 'HOST').replaceAll('proxy.corp:3128', 'PROXY');

const coded = (code: string) => Object.assign(new Error(code), { code });

export const wayFaults: readonly EdgeFault[] = [
  ...CODES.map(([code, sentence]) => ({
    edge: 'the way',
    cause: code,
    message: messageFor(coded(code), {}),
    sentence,
  })),
  ...OF_PROXY.map(([code, sentence]) => ({
    edge: 'the way to a proxy',
    cause: code,
    message: messageFor(coded(code), PROXY),
    sentence,
  })),
  ...STATUSES.map(([status, env, sentence]) => ({
    edge: 'a proxy',
    cause: `${status}${env === WITH_PASSWORD ? ' to a password' : ''}`,
    message: messageFor(new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`), env),
    sentence,
  })),
];
