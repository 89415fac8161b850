import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Environment } from '../system/environment.ts';

/** What is wrong with the files that the credential's settings name, in a sentence; undefined where nothing is seen. */
export async function credentialFileProblem(env: Environment): Promise<string | undefined> {
  const path = env.AZURE_CLIENT_SECRET ? undefined : env.AZURE_CLIENT_CERTIFICATE_PATH;
  const password = env.AZURE_CLIENT_CERTIFICATE_PASSWORD;
  return (
    (path && (await certificateProblem('AZURE_CLIENT_CERTIFICATE_PATH', path, password))) ||
    (env.AZURE_FEDERATED_TOKEN_FILE &&
      (await read('AZURE_FEDERATED_TOKEN_FILE', env.AZURE_FEDERATED_TOKEN_FILE)).problem) ||
    undefined
  );
}

/**
 * What is wrong with a file that has to have a certificate and its key, in a sentence.
 *
 * @param passphrase undefined where no setting may have one, or none is set
 */
export async function certificateProblem(
  setting: string,
  path: string,
  passphrase?: string,
): Promise<string | undefined> {
  const { problem, text = '' } = await read(setting, path);
  if (problem !== undefined) return problem;
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    const isPem = text.includes('-----BEGIN');
    return isPem
      ? `the file ${path} (${setting}) has a key but no certificate; it needs both, one after the other, in PEM`
      : `the file ${path} (${setting}) is not PEM; a .pfx becomes it with: openssl pkcs12 -in <file>.pfx -out <file>.pem -nodes`;
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    return `the file ${path} (${setting}) has a certificate but no private key; it needs both, one after the other, in PEM`;
  try {
    createPrivateKey({ key: text, format: 'pem', ...(passphrase !== undefined && { passphrase }) });
    return undefined;
  } catch {
    if (passphrase !== undefined)
      return `AZURE_CLIENT_CERTIFICATE_PASSWORD does not open the private key in the file ${path} (${setting}); correct the password`;
    const advice =
      setting === 'AZURE_CLIENT_CERTIFICATE_PATH'
        ? 'set AZURE_CLIENT_CERTIFICATE_PASSWORD if it has a password'
        : 'use one without a password';
    return `the private key in the file ${path} (${setting}) is encrypted or corrupt; ${advice}`;
  }
}

async function read(setting: string, path: string): Promise<{ readonly text?: string; readonly problem?: string }> {
  try {
    return { text: await readFile(path, 'latin1') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const advice =
      code === 'ENOENT'
        ? 'does not exist (ENOENT); correct the path'
        : `cannot be read (${code}); let the user that runs this program read it`;
    return { problem: `the file ${path} (${setting}) ${advice}` };
  }
}
