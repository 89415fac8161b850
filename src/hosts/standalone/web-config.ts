import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createSecureContext, type TlsOptions } from 'node:tls';
import * as v from 'valibot';
import { parse } from 'yaml';
import { ConfigError } from '../../errors/errors.ts';
import { codeOf } from '../../errors/system-error.ts';

/** How the standalone server is reached. */
export interface WebConfig {
  /** Reads certificate and key anew, since both are renewed while the server runs; undefined without TLS. */
  readonly readTls: (() => Promise<TlsOptions>) | undefined;
  /** Bcrypt hashes by user; none where everybody may read. */
  readonly users: ReadonlyMap<string, string>;
}

const VERSIONS = { TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;

/** Whether a client has to show a certificate: what the names of Go mean in Node.js. */
const CLIENT_AUTH = {
  NoClientCert: {},
  RequestClientCert: { requestCert: true, rejectUnauthorized: false },
  RequireAndVerifyClientCert: { requestCert: true, rejectUnauthorized: true },
} as const;

const BCRYPT = /^\$2[aby]\$\d\d\$[./A-Za-z\d]{53}$/;

const SCHEMA = v.strictObject({
  tls_server_config: v.optional(
    v.strictObject({
      cert_file: v.string(),
      key_file: v.string(),
      client_ca_file: v.optional(v.string()),
      client_auth_type: v.optional(
        v.picklist(['NoClientCert', 'RequestClientCert', 'RequireAndVerifyClientCert']),
        'NoClientCert',
      ),
      min_version: v.optional(v.picklist(['TLS12', 'TLS13']), 'TLS12'),
    }),
  ),
  basic_auth_users: v.optional(
    v.record(
      v.string(),
      v.pipe(v.string(), v.regex(BCRYPT, 'is no bcrypt hash; htpasswd -nB <user> prints one after the colon')),
    ),
    {},
  ),
});

type TlsConfig = NonNullable<v.InferOutput<typeof SCHEMA>['tls_server_config']>;

/**
 * Read the file that WEB_CONFIG_FILE names, which has keys of the web configuration of Prometheus' exporters. Paths in
 * it start at its folder.
 *
 * @throws ConfigError
 * @see https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md
 */
export async function readWebConfig(file: string): Promise<WebConfig> {
  const text = await readNamed(file, 'names');
  const { output, issues, success } = v.safeParse(SCHEMA, parseYaml(text, file));
  if (!success) throw problemOf(issues.map((issue) => `${v.getDotPath(issue) ?? ''} ${toSentence(issue)}`).join('; '));
  const { tls_server_config: tls, basic_auth_users: users } = output;
  const readTls = tls && (() => toTlsOptions(tls, dirname(file)));
  // A certificate that does not work is told at the start, and not to the first scraper.
  await readTls?.();
  return { readTls, users: new Map(Object.entries(users)) };
}

async function toTlsOptions(config: TlsConfig, folder: string): Promise<TlsOptions> {
  const { cert_file, key_file, client_ca_file, client_auth_type, min_version } = config;
  const read = (key: string, path: string) => readNamed(resolve(folder, path), `has a ${key} that is`);
  const options = {
    cert: await read('cert_file', cert_file),
    key: await read('key_file', key_file),
    ...(client_ca_file !== undefined && { ca: await read('client_ca_file', client_ca_file) }),
    minVersion: VERSIONS[min_version],
    ...CLIENT_AUTH[client_auth_type],
  };
  try {
    createSecureContext(options);
  } catch (error) {
    throw problemOf(`has a cert_file and a key_file that do not work together (${codeOf(error)}); both have to be PEM`);
  }
  return options;
}

function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text) ?? {};
  } catch {
    throw problemOf(`names ${file}, which is no YAML; correct it`);
  }
}

async function readNamed(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw problemOf(`${what} ${path}, which cannot be read (${codeOf(error)}); correct the path, or its rights`);
  }
}

function toSentence({ kind, type, message, expected, received }: v.BaseIssue<unknown>): string {
  if (kind === 'validation') return message;
  if (type === 'strict_object' && expected === 'never') return 'is no key that is known here; remove it';
  if (received === 'undefined') return 'is missing';
  return `has to be ${expected}`;
}

function problemOf(problem: string): ConfigError {
  return new ConfigError([{ setting: 'WEB_CONFIG_FILE', sentence: `WEB_CONFIG_FILE ${problem}` }]);
}
