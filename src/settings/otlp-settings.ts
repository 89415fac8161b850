import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from '../errors/errors.ts';
import type { Environment } from '../system/environment.ts';
import { HEADERS_ADVICE, readHeaders } from './headers.ts';
import { isWrong } from './wrong-value.ts';

/** What the standard `OTEL_EXPORTER_OTLP_*` settings say; those with `METRICS_` go before those without. */
export interface OtlpSettings {
  readonly url: URL;
  /** The name of the setting that the address comes from. */
  readonly endpointSetting: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For a batch. */
  readonly timeoutMs: number;
  readonly isCompressed: boolean;
  readonly tls: TlsFiles;
}

/** The name of a setting with the path of the file that it names. */
type NamedFile = readonly [setting: string, path: string] | undefined;

/** `ca` is trusted instead of the usual authorities, `cert` and `key` are what the receiver knows us by. */
export interface TlsFiles {
  readonly ca: NamedFile;
  readonly cert: NamedFile;
  readonly key: NamedFile;
}

type Report = (setting: string, advice: string) => undefined;

const PREFIX = 'OTEL_EXPORTER_OTLP_';

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
export function readOtlp(env: Environment, report: Report): OtlpSettings | undefined {
  const of = (name: string): readonly [setting: string, value: string] | undefined =>
    [`${PREFIX}METRICS_${name}`, `${PREFIX}${name}`].flatMap((setting) => {
      const value = env[setting];
      return value ? [[setting, value] as const] : [];
    })[0];
  const oneOf = (name: string, allowed: RegExp, advice: string) => {
    const [setting = '', value] = of(name) ?? [];
    if (value !== undefined && !allowed.test(value)) report(setting, `is "${value}"${advice}`);
    return value;
  };
  oneOf('PROTOCOL', /^http\/protobuf$/, ', which is unsupported; use http/protobuf, usually at port 4318');
  const compression = oneOf('COMPRESSION', /^(gzip|none)$/, '; use gzip or none');
  const timeout = oneOf('TIMEOUT', /^[1-9]\d{0,8}$/, '; use a whole number of milliseconds, such as 10000');
  const tls = { ca: of('CERTIFICATE'), cert: of('CLIENT_CERTIFICATE'), key: of('CLIENT_KEY') };
  checkTls(tls, report);
  const url = readEndpoint(env, report);
  return (
    url && {
      url,
      endpointSetting: of('ENDPOINT')?.[0] ?? `${PREFIX}ENDPOINT`,
      headers: readAllHeaders(env, report),
      timeoutMs: Number(timeout ?? 10_000),
      isCompressed: compression === 'gzip',
      tls,
    }
  );
}

/** The one for metrics is taken as it is, the one for everything is where the path begins. */
function readEndpoint(env: Environment, report: Report): URL | undefined {
  const read = (setting: string): URL | undefined => {
    const value = env[setting];
    if (value === undefined) return undefined;
    const url = URL.parse(value);
    if (url === null || !/^https?:$/.test(url.protocol))
      return report(setting, `${isWrong(value)}; use an address of HTTP, such as http://<host>:4318`);
    if (url.username + url.password !== '')
      return report(setting, `has a name or a password; use ${PREFIX}HEADERS for them: Authorization=Basic%20...`);
    return url;
  };
  const own = read(`${PREFIX}METRICS_ENDPOINT`);
  const base = env[`${PREFIX}ENDPOINT`] === undefined ? new URL('http://localhost:4318') : read(`${PREFIX}ENDPOINT`);
  if (own !== undefined || base === undefined) return own;
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, '')}/v1/metrics`;
  return url;
}

function readAllHeaders(env: Environment, report: Report): Readonly<Record<string, string>> {
  const all = [`${PREFIX}HEADERS`, `${PREFIX}METRICS_HEADERS`].map((setting) => {
    const headers = readHeaders(env[setting] ?? '');
    if (headers === undefined) report(setting, HEADERS_ADVICE);
    return headers;
  });
  return Object.assign({}, ...all);
}

function checkTls(files: TlsFiles, report: Report): void {
  const [cert, key] = [files.cert?.[0], files.key?.[0]];
  if (cert !== undefined && key === undefined)
    report(cert, `needs ${cert.replace('CERTIFICATE', 'KEY')} as well; use both or neither`);
  if (key !== undefined && cert === undefined)
    report(key, `needs ${key.replace('KEY', 'CERTIFICATE')} as well; use both or neither`);
  try {
    loadTls(files);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { setting, sentence } of error.problems) report(setting, sentence.slice(setting.length + 1));
  }
}

/**
 * The certificates and the key in PEM, as TLS takes them.
 *
 * @throws ConfigError where a file cannot be read, or holds something else
 */
export function loadTls({ ca, cert, key }: TlsFiles) {
  const isCertificate = (pem: string) => new X509Certificate(pem);
  return {
    ...(ca && { ca: readPem(ca, isCertificate, 'certificate') }),
    ...(cert && { cert: readPem(cert, isCertificate, 'certificate') }),
    ...(key && { key: readPem(key, createPrivateKey, 'private key without a passphrase') }),
  };
}

function readPem([setting, path]: NonNullable<NamedFile>, parse: (pem: string) => unknown, what: string): string {
  const problem = (sentence: string) => new ConfigError([{ setting, sentence: `${setting} ${sentence}` }]);
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown error';
    throw problem(`names the file ${path}, which cannot be read (${code}); use one that this process may read`);
  }
  try {
    parse(pem);
    return pem;
  } catch {
    throw problem(`names the file ${path}, which has no ${what} in PEM; use one that begins with -----BEGIN`);
  }
}
