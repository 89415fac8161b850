import type { ProxyServer } from './proxy.ts';

/** The way to a host. */
export interface Route {
  readonly host: string;
  readonly proxy: ProxyServer | undefined;
  /** Who a connection is opened to: the proxy where there is one. */
  readonly peer: string;
}

/** Why nothing came back from a host. */
export interface ConnectionFault {
  /** What happened and what to do: follows a colon. Neither a URL nor the password of a proxy is in it. */
  readonly sentence: string;
  /** Whether waiting cannot help. */
  readonly isFinal: boolean;
  readonly isTimeout: boolean;
}

export interface Cause {
  readonly codes: RegExp;
  readonly isFinal?: true;
  readonly isTimeout?: true;
  readonly sentence: (code: string, route: Route) => string;
}

export const LATER = 'a later run tries again';
const trust = (what: string) => `set NODE_EXTRA_CA_CERTS to a PEM file with ${what}, before the program starts`;

/** Codes of Node.js (https://nodejs.org/api/tls.html#x509-certificate-error-codes), of OpenSSL and of undici. */
export const CAUSES: readonly Cause[] = [
  {
    codes: /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT)$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `the certificate of ${host} comes from an authority that Node.js does not know (${code}), as it does behind TLS inspection; ${trust("that authority's certificate")}`,
  },
  {
    codes: /^(UNABLE_TO_GET_ISSUER_CERT_LOCALLY|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `the certificate of ${host} comes without its authority's, and Node.js does not know that (${code}), as behind TLS inspection; ${trust('the whole chain of authorities')}`,
  },
  {
    codes: /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `the certificate of ${host} is signed by itself (${code}); find out who responds there and, if it is right, ${trust('that certificate')}`,
  },
  {
    codes: /^CERT_HAS_EXPIRED$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `the certificate of ${host} has expired (${code}); check the clock of this machine, else whoever runs ${host}, or inspects TLS on the way, has to renew it`,
  },
  {
    codes: /^CERT_NOT_YET_VALID$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `the certificate of ${host} is not valid yet (${code}); set the clock of this machine`,
  },
  {
    codes: /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `the certificate that is presented for ${host} is for another name (${code}); check the address, DNS, and what stands between`,
  },
  {
    codes: /^(CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|UNABLE_TO_|ERROR_IN_CERT|ERR_TLS_CERT)/,
    isFinal: true,
    sentence: (code, { host }) =>
      `the certificate of ${host} was not accepted (${code}); whoever runs ${host}, or inspects TLS on the way, has to replace it`,
  },
  {
    codes: /^PLAIN_HTTP$/,
    isFinal: true,
    sentence: (_, { host, proxy }) =>
      proxy?.url.protocol === 'https:'
        ? `the proxy ${proxy.url.host} does not speak TLS (wrong version number); write http:// instead of https:// in ${proxy.setting}`
        : `${host} does not speak TLS (wrong version number); check its port, and whether it is http instead of https`,
  },
  {
    codes: /^ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `${host} wants a certificate of this program (${code}); only receivers of OTLP can be shown one`,
  },
  {
    codes:
      /^ERR_SSL_(SSLV3|TLSV1|TLSV13)_ALERT_((BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(EXPIRED|REVOKED|UNKNOWN)|UNKNOWN_CA|DECRYPT_ERROR)$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `${host} does not accept the certificate of this program (${code}); use one that it knows and that is still valid`,
  },
  {
    codes: /^ERR_SSL_(TLSV1_UNRECOGNIZED_NAME|TLSV1_ALERT_UNRECOGNIZED_NAME|SSLV3_ALERT_UNRECOGNIZED_NAME)$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `what responds for ${host} serves nothing under that name (${code}); check the address, and DNS`,
  },
  {
    codes: /^(EPROTO|ERR_SSL_)/,
    sentence: (code, { host }) =>
      `TLS with ${host} failed (${code}); check that nothing on the way limits TLS below 1.2, ${LATER}`,
  },
  {
    codes: /^ENOTFOUND$/,
    sentence: (code, { peer, proxy }) =>
      `DNS knows no address of ${peer} (${code}); check ${proxy ? proxy.setting : 'its spelling'}, the network and the DNS server of this machine, ${LATER}`,
  },
  {
    codes: /^EAI_/,
    sentence: (code, { peer }) =>
      `DNS did not respond for ${peer} (${code}); check the network and the DNS server of this machine, ${LATER}`,
  },
  {
    codes: /^ECONNREFUSED$/,
    sentence: (code, { peer, proxy }) =>
      `${peer} refuses connections (${code}); check ${proxy ? `${proxy.setting}, and that the proxy runs` : 'the address, its port, and the firewall'}, ${LATER}`,
  },
  {
    codes: /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/,
    isTimeout: true,
    sentence: (code, { peer, proxy }) =>
      `no connection to ${peer} came about in time (${code}); ${proxy ? `check ${proxy.setting}` : 'let the firewall allow it, or set HTTPS_PROXY'}, ${LATER}`,
  },
  {
    codes: /^EMFILE$/,
    sentence: (code, { peer }) =>
      `this process has no file descriptor left for a connection to ${peer} (${code}); raise its limit (ulimit -n), ${LATER}`,
  },
  {
    codes: /^ENFILE$/,
    sentence: (code, { peer }) =>
      `this machine has no file descriptor left for a connection to ${peer} (${code}); end what holds them, or raise fs.file-max (sysctl), ${LATER}`,
  },
  {
    codes: /^(EADDRNOTAVAIL|ENOBUFS)$/,
    sentence: (code, { peer }) =>
      `this machine has no port left for a connection to ${peer} (${code}); end what holds so many connections, ${LATER}`,
  },
  {
    codes: /^(EACCES|EPERM)$/,
    isFinal: true,
    sentence: (code, { peer }) =>
      `this machine forbids a connection to ${peer} (${code}); allow it in its own firewall or security policy`,
  },
  {
    codes: /^HPE_/,
    sentence: (code, { host }) =>
      `what responds for ${host} does not speak HTTP/1.1 (${code}); check the address and its port, ${LATER}`,
  },
  {
    codes: /^UND_ERR_HEADERS_OVERFLOW$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `the headers of ${host} are larger than 16 KiB (${code}); ask who runs it, or the proxy on the way, to shorten them`,
  },
  {
    codes: /^UND_ERR_RES_EXCEEDED_MAX_SIZE$/,
    isFinal: true,
    sentence: (code, { host }) =>
      `the response of ${host} is far longer than its own would be (${code}); check the address, a page of somebody else is there`,
  },
  {
    codes: /^(ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/,
    sentence: (code, { peer }) => `there is no route to ${peer} (${code}); check the network of this machine, ${LATER}`,
  },
  {
    codes: /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|UND_ERR_PRX_CONN)$/,
    sentence: (code, { host, proxy }) =>
      `the connection to ${host}${proxy ? ` through the proxy ${proxy.url.host}` : ''} was cut (${code}); if this stays, ask who runs the firewall${proxy ? ' or the proxy' : ''}, ${LATER}`,
  },
  {
    codes: /TIMEOUT/,
    isTimeout: true,
    sentence: (code, { host }) => `${host} went silent (${code}); ${LATER}`,
  },
];
