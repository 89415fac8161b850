import { execFileSync } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createCredential, requestToken } from '../../src/azure/credential.ts';
import { toTokenError } from '../../src/azure/token-error.ts';
import { makeCertificate } from '../support/certificate.ts';
import { describeWith } from '../support/programs.ts';
import { temporaryFolder } from '../support/run.ts';

const TENANT = '00000000-0000-4000-8000-000000000001';
const URL_OF_ENTRA = new URL(`https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`);
const GRAPH = 'Microsoft Graph';

const APPLICATION = {
  AZURE_TENANT_ID: TENANT,
  AZURE_CLIENT_ID: '00000000-0000-4000-8000-000000000002',
  AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
};

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (/^AZURE_|^IDENTITY_|PROXY$/i.test(name)) vi.stubEnv(name, undefined);
  return () => vi.unstubAllEnvs();
});

/** What a person reads who requests a token with these settings. */
async function askWith(settings: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const token = requestToken(
    'https://graph.microsoft.com/.default',
    AbortSignal.timeout(50_000),
    createCredential,
    GRAPH,
  );
  return token.catch((error: unknown) => (error instanceof Error ? error.message : ''));
}

/** The message that Entra's response becomes. */
async function messageFor(status: number, body: string, env = {}) {
  const exchange = { url: URL_OF_ENTRA, response: { status, body, requestId: 'f2b8a1d4-0000' } };
  const { reason, message } = await toTokenError({
    what: GRAPH,
    error: new Error('400'),
    exchange,
    isLate: false,
    env,
  });
  return `${reason}: ${message}`;
}

const errorBody = (code: number, error = 'invalid_client') =>
  JSON.stringify({ error, error_description: `AADSTS${code}: a sentence with secrets`, error_codes: [code] });

describe('an error of Entra', () => {
  it.each([
    [
      7000215,
      'invalid_client',
      "the client secret is wrong; put the secret's value, not its id, into AZURE_CLIENT_SECRET",
    ],
    [
      7000222,
      'InvalidClientSecretExpiredKeysProvided',
      'the client secret has expired; make a new one in Entra and put it into AZURE_CLIENT_SECRET',
    ],
    [
      90002,
      'InvalidTenantName',
      'there is no such tenant in this cloud; check AZURE_TENANT_ID and AZURE_AUTHORITY_HOST',
    ],
    [
      700016,
      'UnauthorizedClient_DoesNotMatchRequest',
      'the tenant has no such application; check AZURE_CLIENT_ID and AZURE_TENANT_ID',
    ],
    [
      7000112,
      'UnauthorizedClientApplicationDisabled',
      'the application is disabled; enable it under Enterprise applications in Entra',
    ],
    [
      53003,
      'BlockedByConditionalAccess',
      'a Conditional Access policy blocks it; the sign-in logs in Entra name the policy',
    ],
    [
      1234567,
      'invalid_client',
      'look it up at https://login.microsoftonline.com/error?code=1234567 and correct the credential',
    ],
  ])('AADSTS%d is shown with the name that Microsoft gives it and what to do', async (code, name, sentence) => {
    expect(await messageFor(401, errorBody(code))).toBe(
      `unauthorized: Entra refused a token for Microsoft Graph (AADSTS${code} ${name}): ${sentence} (request-id f2b8a1d4-0000)`,
    );
  });

  it('without a code is shown by its status', async () => {
    expect(await messageFor(503, '{"error":"temporarily_unavailable"}')).toContain(
      'network: Entra gave no token for Microsoft Graph: it returned 503 (temporarily_unavailable); a later run tries again',
    );
  });

  it('is not taken for one where it is a page: somebody else responded', async () => {
    const env = { HTTPS_PROXY: 'http://user:secret@proxy.corp:3128' };

    expect(await messageFor(403, '<html>')).toContain('what returned 403 for login.microsoftonline.com is not Entra');
    expect(await messageFor(403, '<html>', env)).toContain(
      'the proxy proxy.corp:3128 returned 403: it forbids login.microsoftonline.com',
    );
    expect(await messageFor(407, '<html>', env)).toContain(
      'the proxy proxy.corp:3128 returned 407: it refuses the name or the password',
    );
    expect(await messageFor(503, '<html>', env)).toContain(
      'the proxy proxy.corp:3128 returned 503: it cannot reach login.microsoftonline.com itself',
    );
  });
});

it('names the code where the network is dead, not a status that nobody sent', async () => {
  const error = Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' });
  const failed = { what: GRAPH, error: new Error('400'), exchange: { url: URL_OF_ENTRA, error }, env: {} };

  expect(await toTokenError({ ...failed, isLate: false })).toMatchObject({
    reason: 'network',
    message: expect.stringContaining('DNS did not respond for login.microsoftonline.com (EAI_AGAIN)'),
  });
  expect(await toTokenError({ ...failed, isLate: true })).toMatchObject({ reason: 'timeout' });
});

describe('managed identity', () => {
  it.each([
    [
      400,
      '',
      'it returned 400; the app has no system-assigned identity; turn it on, or name a user-assigned one in AZURE_CLIENT_ID',
    ],
    [
      400,
      'abc',
      'it returned 400; the app has no identity with the client id in AZURE_CLIENT_ID; assign that identity to it',
    ],
    [403, '', 'it returned 403: it does not accept IDENTITY_HEADER; restart the app'],
    [200, '', 'it returned 200 without a token'],
  ])('is shown by its own status %d', async (status, clientId, sentence) => {
    const url = new URL('http://127.0.0.1:41000/msi/token');
    const exchange = { url, response: { status, body: '{}', requestId: undefined } };
    const failed = { what: GRAPH, error: undefined, exchange, isLate: false, env: { IDENTITY_ENDPOINT: url.href } };

    const { message } = await toTokenError({
      ...failed,
      clientId: { setting: 'AZURE_CLIENT_ID', isSet: clientId !== '' },
    });

    expect(message).toContain(`the managed identity endpoint gave no token for Microsoft Graph: ${sentence}`);
  });

  it.each([
    [404, 'the identity is being changed, or IDENTITY_ENDPOINT is wrong'],
    [500, 'it does not work; if this stays, restart the app'],
    [429, 'it gets too many requests'],
  ])('of %d is looked for again by a later run', async (status, sentence) => {
    const url = new URL('http://169.254.169.254/metadata/identity/oauth2/token');
    const exchange = { url, response: { status, body: '{}', requestId: undefined } };

    const { message } = await toTokenError({ what: GRAPH, error: undefined, exchange, isLate: false, env: {} });

    expect(message).toContain(`it returned ${status}: ${sentence}`);
    expect(message).toMatch(/a later run tries again$/);
  });
});

describe('a credential that is not whole', () => {
  it('says which setting is missing beside a secret', async () => {
    expect(await askWith({ ...APPLICATION, AZURE_TENANT_ID: '', AZURE_CLIENT_SECRET: 'x' })).toBe(
      'there is no credential for Microsoft Graph: AZURE_CLIENT_SECRET is set without AZURE_TENANT_ID; set all three',
    );
  });

  it('names a token file that is not there', async () => {
    const file = join(await temporaryFolder(), 'token');
    const settings = {
      ...APPLICATION,
      AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential',
      AZURE_FEDERATED_TOKEN_FILE: file,
    };

    expect(await askWith(settings)).toBe(
      `there is no token for Microsoft Graph: the file ${file} (AZURE_FEDERATED_TOKEN_FILE) does not exist (ENOENT); correct the path`,
    );
  });
});

describeWith('openssl')('a certificate', () => {
  it('is named where it is not there, not PEM, without its key, or locked', async () => {
    const folder = await temporaryFolder();
    const { file, keyFile, cert } = await makeCertificate();
    const place = (name: string) => join(folder, name);
    await writeFile(place('store.pfx'), Buffer.from([0x30, 0x82]));
    execFileSync('openssl', ['pkcs8', '-topk8', '-in', keyFile, '-passout', 'pass:right', '-out', place('locked.pem')]);
    await appendFile(place('locked.pem'), await readFile(file));
    const ask = (path: string, password = '') =>
      askWith({ ...APPLICATION, AZURE_CLIENT_CERTIFICATE_PATH: path, AZURE_CLIENT_CERTIFICATE_PASSWORD: password });

    expect(cert).toContain('BEGIN CERTIFICATE');
    expect(await ask(place('none.pem'))).toContain(
      `the file ${place('none.pem')} (AZURE_CLIENT_CERTIFICATE_PATH) does not exist (ENOENT)`,
    );
    expect(await ask(place('store.pfx'))).toContain('is not PEM; a .pfx becomes it with: openssl pkcs12');
    expect(await ask(keyFile)).toContain('has a key but no certificate');
    expect(await ask(place('locked.pem'), 'wrong')).toContain(
      'AZURE_CLIENT_CERTIFICATE_PASSWORD does not open the private key',
    );
  });
});
