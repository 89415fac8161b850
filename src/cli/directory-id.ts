import { EnvHttpProxyAgent, fetch } from 'undici';
import { sentenceOf } from '../errors/sentence-of.ts';
import { isObject } from '../history/stored.ts';
import { GUID } from '../settings/fleet-schema.ts';
import { parseJson } from '../system/json.ts';
import { usage } from './one-tenant.ts';

const DOMAIN = /^(?=.{4,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)+$/i;

/**
 * The id of a directory, from itself or from one of its domains.
 *
 * @throws ConfigError where there is none, or Entra cannot be reached
 * @see https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#find-your-apps-openid-configuration-document-uri
 */
export async function toDirectoryId(text: string, authorityHost: string | undefined): Promise<string> {
  if (GUID.test(text)) return text.toLowerCase();
  if (!DOMAIN.test(text)) {
    const shown = text.length > 100 ? `has ${text.length} characters` : `is ${JSON.stringify(text)}`;
    throw usage(
      `the tenant ${text === '' ? 'is missing' : shown}; use the directory id that Entra shows, or a domain such as contoso.onmicrosoft.com`,
    );
  }
  const url = new URL(
    `/${text}/v2.0/.well-known/openid-configuration`,
    authorityHost ?? 'https://login.microsoftonline.com',
  );
  const response = await fetch(url, { dispatcher: new EnvHttpProxyAgent(), signal: AbortSignal.timeout(30_000) }).catch(
    (error: unknown) => {
      const why = sentenceOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
      throw usage(`${url.host} cannot be reached for the id of ${text}: ${why}; use the directory id instead`);
    },
  );
  const [id] = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/i.exec(issuerIn(parseJson(await response.text()))) ?? [];
  if (id !== undefined) return id.toLowerCase();
  throw usage(
    `${url.host} returned ${response.status} and knows no directory of ${text}; check the domain and the cloud, or use the directory id`,
  );
}

function issuerIn(configuration: unknown): string {
  return isObject(configuration) ? String(configuration.issuer) : '';
}
